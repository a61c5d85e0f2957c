package dev.cria.data.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactDuplicatesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Call me Ishmael. 床前",
                "call ME ishmael. 床前",
                "  Call me\n\nIshmael.\t床前 \n",
                "Call me Ishmael.　床前",
                "Ｃall me Ishmael. 床前"
            })
    void caseSpaceAndWidthMakeNoDifference(String again) throws IOException {
        assertEquals(List.of("0"), kept(Map.of(), "Call me Ishmael. 床前", again));
    }

    @Test
    void otherTextsAreKept() throws IOException {
        assertEquals(List.of("0", "1", "2"), kept(Map.of(), "one two", "onetwo", "one two."));
    }

    @Test
    void withoutNormalisationEveryCharacterCounts() throws IOException {
        assertEquals(
                List.of("0", "1", "2"),
                kept(Map.of("normalise", false), "One", "one", "one ", "One"));
    }

    @Test
    void theLastOneCanBeKept() throws IOException {
        assertEquals(List.of("1", "3"), kept(Map.of("keep", "last"), "a", "b", "a", "a"));
    }

    @Test
    void theBestOneIsKeptAndTheFirstOfEqualOnes() throws IOException {
        List<Document> documents =
                List.of(
                        scored("0", "-1.5"),
                        scored("1", "0.25"),
                        scored("2", "7"),
                        scored("3", "7.0"),
                        document("4", "text"));
        CorpusStep step = CorpusRun.step(ExactDuplicates.KIND, Map.of("keep", "best"));
        assertEquals(List.of("2"), ids(CorpusRun.SIMPLE.outcomes(step, documents, folder)));
    }

    @Test
    void aScoreThatIsNoNumberIsTheUsersMistake() {
        CorpusStep step = CorpusRun.step(ExactDuplicates.KIND, Map.of("keep", "best"));
        UserException e =
                assertThrows(
                        UserException.class,
                        () ->
                                CorpusRun.SIMPLE.outcomes(
                                        step, List.of(scored("d7", "high")), folder));
        assertTrue(
                e.getMessage().contains("document 'd7': field 'quality' is 'high'"), e::getMessage);
    }

    @Test
    void clusterAndSizeAreSaid() throws IOException {
        CorpusStep step = CorpusRun.step(ExactDuplicates.KIND, Map.of("size_field", "copies"));
        List<Outcome> outcomes =
                CorpusRun.SIMPLE.outcomes(step, documents("x", "a", "b", "a", "a"), folder);
        assertEquals(Outcome.drop("same_text", "cluster 1 of 3 documents"), outcomes.get(3));
        List<String> sizes = new ArrayList<>();
        CorpusRun.kept(outcomes).forEach(document -> sizes.add(document.meta().get("copies")));
        assertEquals(List.of("1", "3", "1"), sizes);
    }

    @Test
    void manyDocumentsAreJudgedAsBySetInMemory() throws IOException {
        Random random = new Random(7);
        String[] texts = new String[20_000];
        Set<String> seen = new HashSet<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "text " + random.nextInt(8_000);
            if (seen.add(texts[i])) {
                expected.add(Integer.toString(i));
            }
        }
        assertEquals(expected, kept(Map.of(), texts));
        CorpusStep step = CorpusRun.step(ExactDuplicates.KIND, Map.of());
        Variations.assertNoDifference(step, documents(texts), folder.resolve("variations"));
    }

    private List<String> kept(Map<String, ?> given, String... texts) throws IOException {
        CorpusStep step = CorpusRun.step(ExactDuplicates.KIND, given);
        return ids(CorpusRun.SIMPLE.outcomes(step, documents(texts), folder.resolve("kept")));
    }

    private static List<String> ids(List<Outcome> outcomes) {
        outcomes.stream()
                .filter(Outcome.Dropped.class::isInstance)
                .forEach(
                        outcome ->
                                assertEquals(
                                        "same_text",
                                        assertInstanceOf(Outcome.Dropped.class, outcome).reason()));
        return CorpusRun.kept(outcomes).stream().map(Document::id).toList();
    }

    private static Document scored(String id, String score) {
        return document(id, "text").withMeta("quality", score);
    }

    private static List<Document> documents(String... texts) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            documents.add(document(Integer.toString(i), texts[i]));
        }
        return documents;
    }

    private static Document document(String id, String text) {
        return Document.of(id, text, "test");
    }
}
