package dev.cria.data.decontaminate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.ParquetWriter;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecontaminationTest {

    private static final String QUESTION =
            "A baker sells 7 rolls in the morning and twice as many in the afternoon; how many rolls"
                    + " did the baker sell on that day?";

    private static final String CHINESE = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";

    @TempDir Path folder;

    @Test
    void thirteenCommonWordsAreTooManyAndTwelveAreNot() throws IOException {
        Files.writeString(folder.resolve("sums.txt"), QUESTION);
        String thirteen = "Story: a BAKER sells 7 rolls, in the morning -- and twice as many in!";
        String twelve = "Story: the baker sells 7 rolls in the morning and twice as many";
        assertEquals(
                Outcome.drop(
                        "sums",
                        "sums 1: a BAKER sells 7 rolls, in the morning -- and twice as many in"),
                apply(Map.of("sets", "sums.txt"), thirteen));
        assertKept(Map.of("sets", "sums.txt"), twelve);
        assertDropped("sums", Map.of("sets", "sums.txt", "ngram", 8), twelve);
    }

    @Test
    void aShortTextCountsAsAWhole() throws IOException {
        Files.writeString(
                folder.resolve("short.txt"), "who wrote the first book of the ring\n\nred");
        assertDropped(
                "short", Map.of("sets", "short.txt"), "x Who wrote the first book of the ring? y");
        assertKept(Map.of("sets", "short.txt"), "wrote the first book of the ring");
        assertKept(Map.of("sets", "short.txt"), "red red red red red red red red red red red red");
        UserException e =
                assertThrows(
                        UserException.class,
                        () -> step(Map.of("sets", "short.txt", "min_words", 9)));
        assertTrue(e.getMessage().contains("no text of at least 9 words"), e::getMessage);
    }

    @Test
    void chineseIsComparedByCharacters() throws IOException {
        Files.writeString(folder.resolve("poems.txt"), CHINESE);
        Map<String, ?> given = Map.of("sets", "poems.txt");
        assertDropped("poems", given, "诗曰：疑是地上霜举头望明月低头思故乡也");
        assertKept(given, "诗曰：疑是地上霜，举头望明月，低");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set.jsonl", "set.csv", "set.tsv", "set.parquet", "set.json"})
    void setsAreReadInTheFormsInWhichTheyArePublished(String name) throws IOException {
        Path file = folder.resolve(name);
        switch (name) {
            case "set.jsonl" ->
                    Files.writeString(
                            file,
                            "{\"id\": 1, \"turns\": [{\"question\": \""
                                    + QUESTION
                                    + "\"}]}\n\n{\"question\": null}");
            case "set.json" ->
                    Files.writeString(file, "[{\"question\": \"" + QUESTION + "\", \"n\": 2}]");
            case "set.csv" ->
                    Files.writeString(
                            file, "id,question\n1,\"" + QUESTION + " \"\"So\"\"\nit is.\"\n");
            case "set.tsv" -> Files.writeString(file, "id\tquestion\n1\t" + QUESTION + "\n");
            default -> parquet(file);
        }
        for (Map<String, ?> given :
                List.of(Map.of("sets", name), Map.of("sets", name, "fields", "question"))) {
            assertDropped("set", given, "He asked: " + QUESTION);
        }
        assertThrows(UserException.class, () -> step(Map.of("sets", name, "fields", "answer")));
    }

    private static void parquet(Path file) throws IOException {
        MessageType schema =
                new MessageType(
                        "row",
                        Types.required(PrimitiveType.PrimitiveTypeName.BINARY)
                                .as(LogicalTypeAnnotation.stringType())
                                .named("question"));
        try (ParquetWriter<String> writer =
                ParquetWriter.writeFile(
                        schema, file.toFile(), (row, values) -> values.write("question", row))) {
            writer.write(QUESTION);
        }
    }

    @Test
    void everySetIsReported() throws IOException {
        Files.createDirectories(folder.resolve("one/test"));
        Files.writeString(folder.resolve("one/test/a.txt"), QUESTION);
        Files.writeString(folder.resolve("one/LICENSE"), "not a set");
        Files.writeString(folder.resolve("two.txt"), QUESTION + " " + QUESTION);
        Outcome outcome =
                apply(Map.of("sets", List.of("one", "two.txt")), QUESTION + " " + QUESTION);
        Outcome.Dropped drop = (Outcome.Dropped) outcome;
        assertEquals("two", drop.reason());
        assertTrue(drop.detail().startsWith("one 26, two 38: A baker"), drop::detail);
    }

    @Test
    void documentsCanBeMarkedInsteadOfDropped() throws IOException {
        Files.writeString(folder.resolve("sums.txt"), QUESTION);
        Map<String, ?> given = Map.of("sets", "sums.txt", "action", "tag");
        Outcome.Kept marked = (Outcome.Kept) apply(given, QUESTION + " one two");
        assertEquals("sums 13", marked.view().document().meta().get("contamination"));
        assertEquals("0.925926", marked.view().document().meta().get("contamination_share"));
        Outcome.Kept clean = (Outcome.Kept) apply(given, "nothing of that");
        assertEquals(Map.of(), clean.view().document().meta());
    }

    @Test
    void fewMatchesOrASmallShareCanBeAllowed() throws IOException {
        Files.writeString(folder.resolve("sums.txt"), QUESTION);
        String text = QUESTION + " unrelated".repeat(77);
        assertDropped("sums", Map.of("sets", "sums.txt", "min_share", 0.2), text);
        assertKept(Map.of("sets", "sums.txt", "min_share", 0.25), text);
        assertDropped("sums", Map.of("sets", "sums.txt", "min_matches", 13), text);
        assertKept(Map.of("sets", "sums.txt", "min_matches", 14), text);
    }

    @Test
    void textsThatAreEverywhereCanBeLeftOut() throws IOException {
        Files.writeString(folder.resolve("sums.txt"), "Choose one. " + QUESTION);
        assertKept(Map.of("sets", "sums.txt", "allow", QUESTION), "so: " + QUESTION);
        assertDropped(
                "sums", Map.of("sets", "sums.txt", "allow", QUESTION), "Choose one. " + QUESTION);
    }

    @Test
    void missingOrNoSetsAreTheUsersMistake() {
        assertThrows(UserException.class, () -> step(Map.of()));
        assertThrows(UserException.class, () -> step(Map.of("sets", "absent.jsonl")));
    }

    @Test
    void publishedSetsAreFoundInDocumentsThatQuoteThem() throws IOException {
        Path eval = Shared.path("data/eval");
        Map<String, Object> given = new HashMap<>();
        given.put(
                "sets",
                List.of(
                        eval.resolve("mmlu").toString(),
                        eval.resolve("ceval").toString(),
                        eval.resolve("gsm8k").toString(),
                        eval.resolve("HumanEval.jsonl").toString()));
        DocumentStep step = step(given);
        for (String[] quote :
                new String[][] {
                    {"ceval", "本次考试：甲公司对其各子公司实行全面预算管理，并通常使用增量预算方式进行战略控制"},
                    {
                        "mmlu",
                        "Statement 1 | If aH is an element of a factor group, then |aH| divides |a|."
                    },
                    {
                        "HumanEval",
                        "Check if in given list of numbers, are any two numbers closer to each other than given threshold."
                    },
                    {
                        "gsm8k",
                        "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May."
                    }
                }) {
            Document document = Document.of("d", "Lesson.\n" + quote[1] + "\nEnd.", "test");
            Outcome outcome = step.apply(DocumentView.of(document));
            assertTrue(
                    outcome instanceof Outcome.Dropped drop && drop.reason().equals(quote[0]),
                    outcome::toString);
        }
        int dropped = 0;
        List<String> lines = Files.readAllLines(Shared.path("data/text/wiki_demo.txt"));
        for (String line : lines) {
            Outcome outcome = step.apply(DocumentView.of(Document.of("d", line, "test")));
            dropped += outcome instanceof Outcome.Dropped ? 1 : 0;
        }
        assertTrue(dropped * 50 <= lines.size(), dropped + " of " + lines.size());
    }

    private void assertDropped(String set, Map<String, ?> given, String text) {
        Outcome outcome = apply(given, text);
        assertTrue(
                outcome instanceof Outcome.Dropped drop && drop.reason().equals(set),
                outcome::toString);
    }

    private void assertKept(Map<String, ?> given, String text) {
        Outcome outcome = apply(given, text);
        assertTrue(outcome instanceof Outcome.Kept, outcome::toString);
    }

    private Outcome apply(Map<String, ?> given, String text) {
        return step(given).apply(DocumentView.of(Document.of("d", text, "test")));
    }

    private DocumentStep step(Map<String, ?> given) {
        return (DocumentStep)
                Decontamination.KIND
                        .make()
                        .apply(Arguments.of(Decontamination.KIND, given, folder, 0));
    }
}
