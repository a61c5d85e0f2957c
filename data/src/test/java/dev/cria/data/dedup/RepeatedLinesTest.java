package dev.cria.data.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepeatedLinesTest {

    @TempDir Path folder;

    @Test
    void aLineIsRemovedFromAllDocumentsIfItOccursMoreThanSixTimes() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            texts.add("Accept cookies\nstory " + (char) ('a' + i) + "\nshare");
        }
        texts.set(6, "Accept cookies\nstory g\nread on");
        List<String> kept = kept(Map.of(), texts);
        assertEquals("story a\nshare", kept.get(0));
        assertEquals("story g\nread on", kept.get(6));
    }

    @Test
    void occurrencesWithinADocumentCount() throws IOException {
        String text = "x\n".repeat(7) + "y";
        assertEquals(List.of("y"), kept(Map.of(), List.of(text)));
        assertEquals(List.of(text), kept(Map.of("max_occurrences", 7), List.of(text)));
    }

    @Test
    void onlyLettersAndDigitsCount() throws IOException {
        List<String> texts = List.of("Page 1 of 9!", "page 2 of 7", "  PAGE 3, of 8.", "page of");
        assertEquals(List.of("page of"), kept(Map.of("max_occurrences", 2), texts));
        Map<String, ?> exact = Map.of("max_occurrences", 2, "normalise", false);
        assertEquals(texts, kept(exact, texts));
    }

    @Test
    void chineseLinesAreCompared() throws IOException {
        List<String> texts = List.of("版权所有。\n床前明月光", "版权所有\n疑是地上霜", "版权所有！");
        assertEquals(List.of("床前明月光", "疑是地上霜"), kept(Map.of("max_occurrences", 2), texts));
    }

    @Test
    void linesWithoutLettersStayAndDoNotMakeADocument() throws IOException {
        List<String> texts = List.of("menu\n\n---\nmenu", "menu\n\nstory");
        List<Outcome> outcomes = outcomes(Map.of("max_occurrences", 2), texts);
        assertEquals(Outcome.drop("only_repeated_lines", "2 lines"), outcomes.get(0));
        assertEquals("\nstory", CorpusRun.kept(outcomes).get(0).text());
    }

    @Test
    void bucketsAreCountedApart() throws IOException {
        List<String> texts = List.of("a\n1x", "a\n2y", "a\n3z", "a\n4w");
        assertEquals(texts, kept(Map.of("max_occurrences", 2, "bucket_documents", 2), texts));
        assertEquals(
                List.of("1x", "2y", "3z", "a\n4w"),
                kept(Map.of("max_occurrences", 2, "bucket_documents", 3), texts));
    }

    @Test
    void threadsPartsAndMemoryMakeNoDifference() throws IOException {
        Random random = new Random(11);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder("document " + i + "\n");
            for (int line = random.nextInt(20); line >= 0; line--) {
                text.append("line ").append((char) ('a' + random.nextInt(26)));
                text.append((char) ('a' + random.nextInt(26))).append('\n');
            }
            documents.add(Document.of("d" + i, text.toString(), "test"));
        }
        CorpusStep step =
                CorpusRun.step(
                        RepeatedLines.KIND, Map.of("bucket_documents", 300, "max_occurrences", 5));
        Variations.assertNoDifference(step, documents, folder);
    }

    private List<String> kept(Map<String, ?> given, List<String> texts) throws IOException {
        return CorpusRun.kept(outcomes(given, texts)).stream().map(Document::text).toList();
    }

    private List<Outcome> outcomes(Map<String, ?> given, List<String> texts) throws IOException {
        List<Document> documents =
                texts.stream().map(text -> Document.of("d", text, "test")).toList();
        Path place = folder.resolve(Integer.toString(Arrays.hashCode(new Object[] {given, texts})));
        return CorpusRun.SIMPLE.outcomes(
                CorpusRun.step(RepeatedLines.KIND, given), documents, place);
    }
}
