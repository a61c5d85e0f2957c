package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.source.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and rows that are not as they should be are told of by file, row, field and remedy. */
final class DatasetMistakesTest {

    private static final String GOOD = "{\"instruction\": \"Hi\", \"output\": \"Ho\"}\n";

    @TempDir private Path folder;

    @Test
    void filesOfOtherKindsAreCalledByTheirNames() throws IOException {
        assertTold("utf16.jsonl", bytes(GOOD, "UTF-16"), "is UTF-16", "iconv -f UTF-16");
        assertTold("utf16le.json", bytes(GOOD, "UTF-16LE"), "UTF-16 or UTF-32");
        assertTold(
                "gbk.jsonl",
                bytes(GOOD + GOOD.replace("Hi", "你好"), "GB18030"),
                "gbk.jsonl:2: is not UTF-8",
                "iconv -f GB18030");
        assertTold("gbk.json", bytes("[" + GOOD.replace("Hi", "你好") + "]", "GB18030"), "GB18030");
        assertTold("a.jsonl", "PAR1....", "is a Parquet file; name it .parquet");
        assertTold("b.parquet", "version https://git-lfs.github.com/spec/v1\n", "git lfs pull");
        assertTold("c.json", "<!DOCTYPE html><html>", "is a web page");
        assertTold("d.csv", "PK\u0003\u0004....", "zip archive or a spreadsheet");
        assertTold("e.jsonl", packed(GOOD), "is packed by gzip; name it e.jsonl.gz");
        assertTold("f.yaml", GOOD, "unknown kind of file", ".parquet");
        UserException gone =
                assertThrows(UserException.class, () -> read(folder.resolve("gone.jsonl")));
        assertTrue(gone.getMessage().endsWith("gone.jsonl: there is no such file"));
    }

    @Test
    void damagedFilesAreToldOf() throws IOException {
        assertTold("empty.jsonl", "", "has no rows");
        assertTold("empty.json", "", "has no rows");
        assertTold("none.json", "[]", "has no rows");
        assertTold("head.csv", "instruction,output\n", "has no rows");
        byte[] whole = packed(GOOD.repeat(1000));
        assertTold("cut.jsonl.gz", Arrays.copyOf(whole, whole.length / 2), "is cut short");
        assertTold(
                "cut.json.gz",
                Arrays.copyOf(packed("[" + GOOD + "]"), 20),
                "cut.json.gz",
                "is cut short");
        assertTold("cut.json", "[" + GOOD, "not valid JSON at line 2", "it is cut short");
        assertTold("more.json", "[" + GOOD + "] {}", "something behind the list of rows");
        assertTold(
                "huge.json", "{\"data\": \"" + "x".repeat(20 << 20) + "\"}", "a row of more than");
    }

    @Test
    void mistakesInJsonAreToldOfWithARemedy() throws IOException {
        assertRow("{\"a\": NaN}", "NaN", "write null or leave the field out");
        assertRow("{\"a\": -Infinity}", "write null or leave the field out");
        assertRow("{\"a\": 1, \"a\": 2}", "Duplicate", "give each field once");
        assertRow("{'a': 1}", "json.dumps");
        assertRow("{\"a\": None}", "json.dumps");
        assertRow("{\"a\": [1,]}", "take out the comma before it");
        assertRow("{\"a\": 1,}", "take out the comma before it");
        assertRow("{\"a\": 1", "it is cut short");
        assertRow("[" + GOOD.strip() + "]", "not a JSON object, but a list", "named .json");
        assertTold(
                "comma.json",
                "[\n" + GOOD.strip() + ",\n]",
                "comma.json: not valid JSON at line 3",
                "take out the comma before it");
        assertTold(
                "one.json",
                "{\"data\": [" + GOOD.strip() + "]}",
                "one.json:1: no known format has the fields [data]",
                "write the list in 'data' alone");
    }

    @Test
    void mistakesInTablesAreToldOf() throws IOException {
        assertTold(
                "semicolons.csv", "instruction;output\nHi;Ho\n", "not separated by commas", ".tsv");
        assertTold("short.csv", "instruction,output\nHi,Ho\nHi\n", "in row 2");
        assertTold("wrong.csv", "instruction,outptu\nHi,Ho\n", "wrong.csv:1", "'outptu'");
    }

    @Test
    void aFieldThatNearlyHasTheNameIsNamed() throws IOException {
        assertTold(
                "a.jsonl",
                GOOD + GOOD.replace("output", "outptu"),
                "a.jsonl:2: field 'output' is absent, expected text; did you mean 'outptu'?",
                "columns: {output: outptu}",
                "{\"instruction\": \"...\", \"input\": \"...\", \"output\": \"...\"}");
        assertTold(
                "b.jsonl",
                "{\"messages\": [{\"role\": \"user\", \"contents\": \"Hi\"}]}",
                "b.jsonl:1: field 'messages[0].content' is absent",
                "did you mean 'contents'?");
        assertTold(
                "c.jsonl",
                "{\"messages\": [{\"role\": \"bot\", \"content\": \"Hi\"}]}",
                "c.jsonl:1: field 'messages[0].role' is \"bot\"",
                "{user_tag: bot}");
        assertTold(
                "d.jsonl",
                "{\"conversations\": [{\"from\": \"function_call\", \"value\": \"call()\"}]}",
                "d.jsonl:1: field 'conversations[0].value' calls a tool and is no JSON");
        assertTold("e.jsonl", "{\"messages\": [\"Hi\"]}", "field 'messages[0]' is a text");
        assertTold("f.jsonl", GOOD.replace("\"Ho\"", "3"), "put it in quotes");
    }

    @Test
    void namesOfFieldsAndSpeakersAreAsTheRecipeSays() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("a.jsonl"),
                        "{\"dialog\": [{\"who\": \"q\", \"says\": \"Hi\"}, {\"who\": \"a\", \"says\": \"Ho\"}]}");
        FieldNames names =
                new FieldNames(
                        Map.of("messages", "dialog"),
                        Map.of(
                                "role_tag", "who",
                                "content_tag", "says",
                                "user_tag", "q",
                                "assistant_tag", "a"));
        for (DatasetFormat format :
                List.of(DatasetFormat.AUTO, DatasetFormat.MESSAGES, DatasetFormat.SHAREGPT)) {
            List<String> said = new ArrayList<>();
            DatasetFiles files = new DatasetFiles(List.of(file), format, names, 0, List.of());
            new DatasetRows(files)
                    .forEach(
                            row ->
                                    Conversations.read(row)
                                            .messages()
                                            .forEach(m -> said.add(m.role() + " " + m.content())));
            assertEquals(List.of("user Hi", "assistant Ho"), said);
        }
    }

    /**
     * Whatever is broken: the message names file, row and field, and shows a row as it should be.
     */
    @Test
    void aBadRowIsNamedWithItsFieldAndTheShape() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ObjectMapper json = new ObjectMapper();
        Map<String, List<String>> required =
                Map.of(
                        "alpaca", List.of("instruction", "output"),
                        "sharegpt", List.of("conversations"),
                        "messages", List.of("messages"),
                        "preference", List.of("prompt", "chosen", "rejected"),
                        "kto", List.of("label"),
                        "prompt_completion", List.of("prompt", "completion"),
                        "text", List.of("text"));
        for (int round = 0; round < 60; round++) {
            String name = List.copyOf(required.keySet()).get(random.nextInt(required.size()));
            List<String> good = Files.readAllLines(FormatFiles.lines(name));
            List<String> rows = new ArrayList<>();
            int bad = 1 + random.nextInt(9);
            List<String> fields = required.get(name);
            String field = fields.get(random.nextInt(fields.size()));
            for (int i = 0; i < 10; i++) {
                ObjectNode row = (ObjectNode) json.readTree(good.get(i % good.size()));
                if (i == bad) {
                    switch (random.nextInt(3)) {
                        case 0 -> row.remove(field);
                        case 1 -> row.putNull(field);
                        default -> row.put(field, 7);
                    }
                }
                rows.add(row.toString());
            }
            Path file = Files.write(folder.resolve("rows.jsonl"), rows);
            String message = assertThrows(UserException.class, () -> read(file)).getMessage();
            String told = "seed " + seed + ": " + message;
            assertTrue(message.startsWith(file + ":" + (bad + 1) + ": "), told);
            assertTrue(message.contains("'" + field), told);
            assertTrue(message.contains(DatasetFormat.of(name).shape()), told);
        }
    }

    private void assertRow(String row, String... parts) throws IOException {
        List<String> all = new ArrayList<>(List.of(parts));
        all.add("a.jsonl:2: ");
        assertTold("a.jsonl", GOOD + row + "\n", all.toArray(new String[0]));
    }

    private void assertTold(String name, String content, String... parts) throws IOException {
        assertTold(name, content.getBytes(StandardCharsets.UTF_8), parts);
    }

    private void assertTold(String name, byte[] content, String... parts) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        String message = assertThrows(UserException.class, () -> read(file), name).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        for (String part : parts) {
            assertTrue(message.contains(part), message + "\nlacks: " + part);
        }
    }

    private static byte[] bytes(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.pack(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Each row as its format has it. */
    private static void read(Path file) {
        new DatasetRows(DatasetFiles.of(file))
                .forEach(
                        row -> {
                            switch (row.format()) {
                                case PREFERENCE -> Preferences.read(row);
                                case KTO -> Judgements.read(row);
                                case TEXT -> row.text("text");
                                default -> Conversations.read(row);
                            }
                        });
    }
}
