package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.TokenShards;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetsTest {

    private static final LengthLimit ROOMY = new LengthLimit(1000, ExcessLength.ERROR);
    private static final String MESSAGES =
            """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}
            """;

    @TempDir private Path folder;

    private final Tokenizer tokenizer = SmallTokenizer.open();
    private final ChatTemplate template = new ChatTemplate(tokenizer);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void fourWaysToWriteAConversationGiveTheSameTokens() throws IOException {
        int[] expected = template.render(conversation("Hi", "Ho")).ids();
        List<String> rows =
                List.of(
                        MESSAGES,
                        """
                        {"instruction": "Hi", "input": "", "output": "Ho"}
                        """,
                        """
                        {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}
                        """,
                        """
                        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]},
                        """
                                        .strip()
                                + " {\"role\": \"assistant\", \"content\": \"Ho\"}]}");
        for (String row : rows) {
            Selection loaded = conversations(write("a.jsonl", row));
            assertArrayEquals(expected, loaded.examples().get(0).ids(), row);
        }
    }

    @Test
    void alpacasInputSystemAndHistoryAreRead() throws IOException {
        Path file =
                write(
                        "a.json",
                        """
                        [{"instruction": "Add.", "input": "1 2", "output": "3", "system": "Be brief.",
                          "history": [["Hi", "Ho"]]}]
                        """);
        List<Message> expected =
                List.of(
                        new Message("system", "Be brief."),
                        new Message("user", "Hi"),
                        new Message("assistant", "Ho"),
                        new Message("user", "Add.\n1 2"),
                        new Message("assistant", "3"));
        Selection loaded = conversations(file);
        assertEquals("alpaca", loaded.counts().read().format());
        assertArrayEquals(template.render(expected).ids(), loaded.examples().get(0).ids());
        assertEquals(file + ":1", loaded.examples().get(0).origin());
    }

    @Test
    void rowsKeepTheirOrderAndTheirLineNumbers() throws IOException {
        StringBuilder rows = new StringBuilder("\uFEFF\n");
        for (int i = 0; i < 3_000; i++) {
            rows.append(MESSAGES.replace("Ho", "Ho " + i));
        }
        Path file = folder.resolve("a.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        Selection loaded = conversations(file);
        assertEquals(3_000, loaded.counts().read().rows());
        for (int i = 0; i < 3_000; i++) {
            TokenizedExample example = loaded.examples().get(i);
            assertEquals(file + ":" + (i + 2), example.origin());
            assertTrue(tokenizer.decode(example.ids()).contains("Ho " + i + "<|eot_id|>"));
        }
    }

    @Test
    void fieldsWithOtherNamesCanBeNamed() throws IOException {
        Path file = write("a.jsonl", "{\"question\": \"Hi\", \"answer\": \"Ho\"}");
        DatasetFiles named =
                new DatasetFiles(
                        List.of(file),
                        DatasetFormat.AUTO,
                        Map.of("instruction", "question", "output", "answer"),
                        0);
        TokenizedExample example = conversations(named, ROOMY).examples().get(0);
        assertArrayEquals(template.render(conversation("Hi", "Ho")).ids(), example.ids());
    }

    @Test
    void weightsOfMessagesAreReadAndCheckedAndRefusedInPairs() throws IOException {
        String row = MESSAGES.replace("\"Ho\"", "\"Ho\", \"weight\": W");
        for (String weight : List.of("0.5", "1", "null")) {
            TokenizedExample example =
                    conversations(write("a.jsonl", row.replace("W", weight))).examples().get(0);
            float expected = weight.equals("0.5") ? 0.5f : 1;
            assertEquals(expected, example.weights()[example.ids().length - 1]);
        }
        Path zero = write("a.jsonl", row.replace("W", "0") + MESSAGES);
        assertEquals(1, conversations(zero).counts().withoutTarget().rows());
        for (String weight : List.of("-1", "\"1\"", "true", "1e99")) {
            assertMessage("a.jsonl:1", row.replace("W", weight), "messages[1].weight' is");
        }
        String pair = "{\"prompt\": \"Hi\", \"chosen\": [C], \"rejected\": \"Hm\"}";
        String chosen = "{\"role\": \"assistant\", \"content\": \"Ho\", \"weight\": 0}";
        Path file = write("a.jsonl", pair.replace("C", chosen));
        UserException error = assertThrows(UserException.class, () -> pairs(file));
        assertTrue(error.getMessage().contains("'weight' of a message is not supported"));
    }

    @Test
    void shardsDoNotDependOnTheNumberOfThreads() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            rows.append(MESSAGES.replace("Ho", "Ho ".repeat(1 + i % 17) + i));
        }
        DatasetFiles files = DatasetFiles.of(write("a.jsonl", rows.toString()));
        ExampleSource source = Datasets.conversations(files, tokenizer, TrainOn.ALL);
        List<byte[]> contents = new ArrayList<>();
        for (int threads : new int[] {1, 4}) {
            Path shards = folder.resolve("shards-" + threads);
            ForkJoinPool pool = new ForkJoinPool(threads);
            pool.submit(() -> new ShardWriter(10_000_000).write(shards, source, done -> {})).get();
            pool.shutdown();
            contents.add(Files.readAllBytes(shards.resolve("tokens-00000.arrow")));
        }
        assertArrayEquals(contents.get(0), contents.get(1));
    }

    @Test
    void badRowsAreReportedWithRowFieldAndShape() throws IOException {
        assertMessage("a.jsonl:2", MESSAGES + "{\"messages\": []}", "'messages'", "empty list");
        assertMessage(
                "a.jsonl:1",
                MESSAGES.replace("\"assistant\"", "\"robot\""),
                "messages[1].role",
                "robot",
                "assistant");
        assertMessage(
                "a.jsonl:1", MESSAGES.replace("\"Ho\"", "null"), "messages[1].content' is null");
        assertMessage("a.jsonl:3", MESSAGES + "\n{\"messages\": ", "not valid JSON");
        assertMessage("a.jsonl:1", "[1]", "not a JSON object");
        assertMessage("a.jsonl:1", "{\"q\": 1}", "[q]", "alpaca {\"instruction\"");
        assertMessage("a.jsonl:1", "{\"text\": \"x\"}", "not a conversation");
        assertMessage(
                "a.jsonl:1",
                MESSAGES.replaceFirst("\\{", "{\"tools\": [{}], "),
                "field 'tools'[0]: is no definition of a tool");
    }

    @Test
    void longExamplesAreDroppedCutOrRefused() throws IOException {
        String row = MESSAGES.replace("Ho", "Ho ".repeat(100));
        Path file = write("a.jsonl", MESSAGES + row);
        Selection dropped = conversations(file, ExcessLength.DROP);
        assertEquals(1, dropped.examples().size());
        assertEquals(1, dropped.counts().tooLong().rows());
        Selection cut = conversations(file, ExcessLength.TRUNCATE);
        assertEquals(1, cut.counts().truncated().rows());
        assertEquals(60, cut.examples().get(1).ids().length);
        UserException error =
                assertThrows(UserException.class, () -> conversations(file, ExcessLength.ERROR));
        assertTrue(error.getMessage().startsWith(file + ":2: has "), error.getMessage());
    }

    @Test
    void rowsWithoutAnythingToLearnAreCounted() throws IOException {
        String onlyUser = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}\n";
        Selection loaded = conversations(write("a.jsonl", onlyUser + MESSAGES));
        assertEquals(1, loaded.counts().withoutTarget().rows());
        assertEquals(folder + "/a.jsonl:1", loaded.counts().withoutTarget().first());
        assertEquals(1, loaded.examples().size());
    }

    @Test
    void sixWaysToWriteAPreferenceGiveTheSameTokens() throws IOException {
        List<String> rows =
                List.of(
                        "{\"prompt\": \"Hi\", \"chosen\": \"Ho\", \"rejected\": \"Hm\"}",
                        "{\"instruction\": \"Hi\", \"chosen\": \"Ho\", \"rejected\": \"Hm\"}",
                        "{\"prompt\": [U], \"chosen\": [C], \"rejected\": [R]}",
                        "{\"chosen\": [U, C], \"rejected\": [U, R]}",
                        "{\"prompt\": \"Hi\", \"chosen\": [U, C], \"rejected\": [U, R]}",
                        "{\"conversations\": [U], \"chosen\": C, \"rejected\": R}");
        for (String row : rows) {
            String json =
                    row.replace("[U", "[{\"role\": \"user\", \"content\": \"Hi\"}")
                            .replaceAll("\\bC\\b", "{\"from\": \"gpt\", \"value\": \"Ho\"}")
                            .replaceAll("\\bR\\b", "{\"from\": \"gpt\", \"value\": \"Hm\"}");
            PreferenceExample pair = pairs(write("a.jsonl", json)).get(0);
            assertArrayEquals(
                    template.prompt(List.of(new Message("user", "Hi"))), pair.prompt(), row);
            assertArrayEquals(template.answer("Ho"), pair.chosen(), row);
            assertArrayEquals(template.answer("Hm"), pair.rejected(), row);
        }
    }

    @Test
    void textIsFramedAndCutIntoPieces() throws IOException {
        String text = String.join("\n", SmallTokenizer.TEXTS);
        Path file = write("a.txt", text);
        LengthLimit limit = new LengthLimit(50, ExcessLength.CUT);
        Selection loaded =
                Selection.ofExamples(
                        open(Datasets.texts(DatasetFiles.of(file), tokenizer, 0)), limit);
        assertTrue(loaded.examples().size() > 1);
        int[] ids =
                loaded.examples().stream()
                        .flatMapToInt(piece -> Arrays.stream(piece.ids()))
                        .toArray();
        assertEquals("<|begin_of_text|>" + text + "<|end_of_text|>", tokenizer.decode(ids));
        for (TokenizedExample piece : loaded.examples()) {
            assertTrue(piece.ids().length <= 50);
            assertFalse(piece.isTarget(0));
            assertEquals(piece.ids().length - 1, piece.numTargets());
            assertEquals(file + ":1", piece.origin());
        }
        assertEquals(1, loaded.counts().cut().rows());
    }

    @Test
    void onlyTheFirstRowsAreReadWhereFewAreWantedOverAllFiles() throws IOException {
        List<Path> files =
                List.of(write("a.jsonl", MESSAGES.repeat(3)), write("b.jsonl", MESSAGES.repeat(3)));
        DatasetFiles first = new DatasetFiles(files, DatasetFormat.AUTO, Map.of(), 4);
        Selection selection = conversations(first, ROOMY);
        assertEquals(4, selection.examples().size());
        assertEquals(files.get(1) + ":1", selection.examples().get(3).origin());
    }

    private Selection conversations(Path file) {
        return conversations(DatasetFiles.of(file), ROOMY);
    }

    private Selection conversations(Path file, ExcessLength excess) {
        return conversations(DatasetFiles.of(file), new LengthLimit(60, excess));
    }

    private Selection conversations(DatasetFiles files, LengthLimit limit) {
        var source = Datasets.conversations(files, tokenizer, TrainOn.ASSISTANT);
        return Selection.ofExamples(open(source), limit);
    }

    private List<PreferenceExample> pairs(Path file) {
        var source = Datasets.preferences(DatasetFiles.of(file), tokenizer);
        return Selection.ofPairs(open(source), ROOMY).pairs();
    }

    private TokenShards open(ExampleSource source) {
        return new ShardCache(folder.resolve("cache"), new ShardWriter(500))
                .open(source, done -> {});
    }

    private void assertMessage(String origin, String rows, String... parts) throws IOException {
        Path file = write("a.jsonl", rows);
        UserException error = assertThrows(UserException.class, () -> conversations(file));
        String message = error.getMessage();
        assertTrue(message.startsWith(folder.resolve(origin) + ":"), message);
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static List<Message> conversation(String question, String answer) {
        return List.of(new Message("user", question), new Message("assistant", answer));
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return file;
    }
}
