package dev.cria.data.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirtyWordsTest {

    @TempDir Path folder;

    @Test
    void wordsOfLettersMatchWhole() {
        assertEquals(2, hits("Oh SHIT, he said. Shit"));
        assertEquals(0, hits("shitake mushrooms, an assassin in a classic"));
        assertEquals(1, hits("the alabama hot pocket is listed, an alabama hot plate is not"));
        assertEquals(1, hits("看fuck片"));
    }

    @Test
    void chineseWordsMatchInsideText() {
        assertEquals(1, hits("这是一个色情网站"));
        // The list has the character for milk and breast by itself, and "13.".
        assertEquals(0, hits("乳燕飞华屋，悄无人、桐阴转午。"));
        assertEquals(0, hits("The amendment numbered 13. was agreed to."));
    }

    @Test
    void everyShippedListFindsEachOfItsEntries() {
        for (String language : WordLists.SHIPPED) {
            List<String> entries = WordLists.shipped(language);
            assertEquals(false, entries.isEmpty(), language);
            Map<String, ?> own = Map.of("lists", List.of(language));
            for (String entry : entries) {
                assertEquals(true, hits(own, ". " + entry + " .") > 0, language + ": " + entry);
            }
        }
        assertEquals(0, hits("una mierda"), "Spanish is not among the usual ones");
        assertEquals(1, hits(Map.of("lists", List.of("es")), "una mierda"));
    }

    @Test
    void whatOverlapsIsOneHit() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "# own\nab cd\ncd ef\n\ncd\n");
        Map<String, ?> own = Map.of("lists", List.of(), "files", List.of(list.toString()));
        assertEquals(2, hits(own, "ab cd ef, cd"));
        assertEquals(0, hits(own, "shit, # own"));
    }

    @Test
    void nothingCountsWithinAnAllowedPhrase() {
        String text = "the dick of Moby-Dick, by Dick Cheney";
        assertEquals(3, hits(text));
        assertEquals(1, hits(Map.of("allowed", List.of("moby-dick", "Dick Cheney")), text));
        assertEquals(0, hits(Map.of("allowed", List.of("dick")), text));
    }

    @Test
    void aTextIsDroppedForManyHitsThatAreMuchOfIt() {
        String text = "shit happens, shit happens";
        assertEquals("2", meta(Map.of(), text));
        assertEquals("dirty_words", drop(Map.of("min_hits", 2), text).reason());
        assertEquals(
                "2 hits, 36.36% of letters and digits, the first 'shit'",
                drop(Map.of("min_hits", 2, "max_share", 0.36), text).detail());
        assertEquals("2", meta(Map.of("min_hits", 2, "max_share", 0.37), text));
    }

    @Test
    void aListThatIsNotShippedIsRefused() {
        UserException error =
                assertThrows(UserException.class, () -> step(Map.of("lists", List.of("xx"))));
        assertEquals(
                "step word_list: lists has 'xx'; there are " + WordLists.SHIPPED,
                error.getMessage());
    }

    private static int hits(String text) {
        return hits(Map.of(), text);
    }

    private static int hits(Map<String, ?> given, String text) {
        Map<String, Object> counting = new HashMap<>(given);
        counting.put("min_hits", 1000);
        return Integer.parseInt(meta(counting, text));
    }

    private static String meta(Map<String, ?> given, String text) {
        Outcome.Kept kept = (Outcome.Kept) outcome(given, text);
        return kept.view().document().meta().getOrDefault(DirtyWords.META, "0");
    }

    private static Outcome.Dropped drop(Map<String, ?> given, String text) {
        return (Outcome.Dropped) outcome(given, text);
    }

    private static Outcome outcome(Map<String, ?> given, String text) {
        return step(given).apply(DocumentView.of(Document.of("1", text, "test")));
    }

    private static DocumentStep step(Map<String, ?> given) {
        Arguments arguments = Arguments.of(DirtyWords.KIND, given, Path.of(""), 0);
        return (DocumentStep) DirtyWords.KIND.make().apply(arguments);
    }
}
