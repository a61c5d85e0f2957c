package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.SmallTokenizer;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a row says does not depend on the kind of its file, and needs no mapping. */
final class FormatFilesTest {

    private static final List<String> FORMATS = FormatFiles.NAMES;

    @TempDir private Path folder;

    @ParameterizedTest
    @FieldSource("FORMATS")
    void everyKindOfFileGivesTheSameRows(String name) throws IOException {
        List<Object> expected = read(name, FormatFiles.lines(name));
        assertTrue(!expected.isEmpty());
        for (Path file : FormatFiles.others(name, folder)) {
            assertEquals(expected, read(name, file), () -> name + " " + file);
        }
    }

    @Test
    void whatIsFoundIsTold() throws IOException {
        RowCounts lines = counts(FormatFiles.lines("sharegpt"));
        assertEquals("sharegpt", lines.format());
        assertEquals("jsonl: conversations, system, tools", lines.found());
        assertEquals(2, lines.rows());
        for (Path file : FormatFiles.others("sharegpt", folder)) {
            RowCounts other = counts(file);
            assertEquals("sharegpt", other.format());
            assertTrue(
                    other.found().contains("conversations")
                            && other.found().contains("system")
                            && other.found().contains("tools"),
                    other::found);
        }
    }

    @Test
    void callsOfToolsAndTheirDefinitionsAreRead() {
        Conversation shareGpt =
                (Conversation) read("sharegpt", FormatFiles.lines("sharegpt")).get(0);
        assertEquals(
                List.of("system", "user", "assistant", "ipython", "assistant"),
                shareGpt.messages().stream().map(Message::role).toList());
        var call = shareGpt.messages().get(2).toolCalls().get(0);
        assertEquals("weather", call.name());
        assertEquals(2, call.arguments().get("days").asInt());
        assertEquals(
                "weather",
                shareGpt.tools().functions().get(0).path("function").path("name").asText());
        Conversation openAi = (Conversation) read("messages", FormatFiles.lines("messages")).get(0);
        assertEquals(2, openAi.messages().get(1).toolCalls().size());
        assertEquals("", openAi.messages().get(1).content());
        assertEquals("ipython", openAi.messages().get(2).role());
        assertEquals(0.5f, openAi.messages().get(3).weight());
    }

    @Test
    void ofAPromptNothingIsLearnt() {
        Conversation read =
                (Conversation)
                        read(
                                        "prompt_completion_messages",
                                        FormatFiles.lines("prompt_completion_messages"))
                                .get(0);
        assertEquals(
                List.of(1f, 0f, 1f, 1f), read.messages().stream().map(Message::weight).toList());
    }

    @Test
    void questionsWithChoicesAreAskedWithLetters() {
        assertEquals(
                List.of(
                        "Which is first?\nA. a\nB. b\nC. c -> A",
                        "Which is last?\nA. a\nB. b\nC. c -> C"),
                read("choices", FormatFiles.lines("choices")));
    }

    /** A format is found by its fields alone. */
    @Test
    void everyFormatIsFound() {
        List<String> found = new ArrayList<>();
        for (String name : FORMATS) {
            found.add(counts(FormatFiles.lines(name)).format());
        }
        assertEquals(
                List.of(
                        "alpaca",
                        "sharegpt",
                        "messages",
                        "preference",
                        "preference",
                        "kto",
                        "prompt_completion",
                        "prompt_completion",
                        "prompt_completion",
                        "prompt_completion",
                        "text"),
                found);
    }

    private static RowCounts counts(Path file) {
        DatasetRows rows = new DatasetRows(DatasetFiles.of(file));
        rows.forEach(row -> {});
        return rows.counts();
    }

    private static List<Object> read(String name, Path file) {
        List<Object> read = new ArrayList<>();
        if (name.equals("prompts") || name.equals("choices")) {
            try (Tokenizer tokenizer = SmallTokenizer.open()) {
                Prompts.read(DatasetFiles.of(file), tokenizer)
                        .forEach(prompt -> read.add(prompt.text() + " -> " + prompt.reference()));
            }
            return read;
        }
        new DatasetRows(DatasetFiles.of(file)).forEach(row -> read.add(read(name, row)));
        return read;
    }

    private static Object read(String name, Row row) {
        return switch (name) {
            case "preference", "ranking" -> Preferences.read(row);
            case "kto" -> Judgements.read(row);
            case "text" -> row.text("text");
            default -> Conversations.read(row);
        };
    }
}
