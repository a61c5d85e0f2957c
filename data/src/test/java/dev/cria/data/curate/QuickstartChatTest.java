package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The conversations and held-out texts that are shipped for the quickstart. */
final class QuickstartChatTest {

    private static final Path SHIPPED = Path.of("../recipes/quickstart");

    @Test
    void conversationsAlternateAndEndWithAShortAnswer() throws IOException {
        for (JsonNode row : rows("chat-zh.jsonl")) {
            List<String> roles = new ArrayList<>();
            row.get("messages").forEach(message -> roles.add(message.get("role").asText()));
            assertTrue(
                    String.join(" ", roles).matches("(system )?user assistant( user assistant)?"),
                    row::toString);
            assertTrue(last(row.get("messages")).length() <= 70, row::toString);
        }
    }

    @Test
    void noHeldOutQuestionIsTrainedOn() throws IOException {
        Set<String> trained = new HashSet<>(questions("chat-zh.jsonl", "messages"));
        assertEquals(2400, rows("chat-zh.jsonl").size());
        assertTrue(
                questions("chat-zh-heldout.jsonl", "messages").stream()
                        .noneMatch(trained::contains));
        Set<String> preferred = new HashSet<>(questions("preference-zh.jsonl", "prompt"));
        assertTrue(
                questions("preference-zh-heldout.jsonl", "prompt").stream()
                        .noneMatch(preferred::contains));
    }

    @Test
    void noLineOfAHeldOutPoemIsInTheCorpus() {
        Set<String> corpus = new HashSet<>();
        texts("chinese.jsonl.gz").forEach(text -> corpus.addAll(verses(text)));
        for (String text : texts("heldout-zh.jsonl")) {
            assertTrue(text.length() >= 20, text);
            assertTrue(verses(text).stream().noneMatch(corpus::contains), text);
        }
    }

    /** The lines after the title that have at least seven characters. */
    private static List<String> verses(String text) {
        return text.lines()
                .skip(1)
                .map(line -> line.replaceAll("\\P{IsHan}", ""))
                .filter(line -> line.length() >= 7)
                .toList();
    }

    @Test
    void theRejectedAnswerDiffersFromTheChosenOne() throws IOException {
        for (JsonNode row : rows("preference-zh.jsonl")) {
            assertNotEquals(last(row.get("chosen")), last(row.get("rejected")), row::toString);
        }
    }

    private static List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        Path file = SHIPPED.resolve(name);
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining((Document document) -> texts.add(document.text()));
        }
        return texts;
    }

    private static List<String> questions(String name, String field) throws IOException {
        List<String> questions = new ArrayList<>();
        for (JsonNode row : rows(name)) {
            for (JsonNode message : row.get(field)) {
                if (message.get("role").asText().equals("user")) {
                    questions.add(message.get("content").asText());
                }
            }
        }
        return questions;
    }

    private static String last(JsonNode messages) {
        return messages.get(messages.size() - 1).get("content").asText();
    }

    private static List<JsonNode> rows(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SHIPPED.resolve(name))) {
            rows.add(json.readTree(line));
        }
        return rows;
    }
}
