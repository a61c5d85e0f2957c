package dev.cria.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules against the verdicts of datatrove 0.10, given datatrove's own words. */
final class DatatroveVerdictsTest {

    private static final Map<String, String> QUALITY =
            Map.of(
                    "gopher_short_doc", "too-few-words",
                    "gopher_long_doc", "too-many-words",
                    "gopher_below_avg_threshold", "mean-word-length",
                    "gopher_above_avg_threshold", "mean-word-length",
                    "gopher_below_alpha_threshold", "too-few-words-with-a-letter",
                    "gopher_enough_stop_words", "too-few-stop-words",
                    "keep", "keep");

    // English only: Chinese is judged by other rules here, and datatrove's table of punctuation
    // lacks some Chinese marks, which it then counts as words.
    @Test
    void everyQualityVerdictIsEqual() throws IOException {
        for (JsonNode row : rows("en")) {
            String reason = GopherQuality.reason(row.get("text").asText(), words(row));
            String expected = QUALITY.get(row.get("verdict").get("gopher_quality").asText());
            assertEquals(expected, reason == null ? "keep" : reason, row.get("id").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyRepetitionVerdictIsEqual(String language) throws IOException {
        for (JsonNode row : rows(language)) {
            String text = row.get("text").asText();
            String reason = Repetition.repeatedPieces(text);
            if (reason == null) {
                reason = Repetition.repeatedWords(text, words(row));
            }
            String expected =
                    row.get("verdict")
                            .get("gopher_repetition")
                            .asText()
                            .replaceAll("^duplicated_(\\d+)_n_grams$", "repeated-$1-gram")
                            .replaceAll("^top_(\\d)_gram$", "top-$1-gram");
            assertEquals(expected, reason == null ? "keep" : reason, row.get("id").asText());
        }
    }

    private static List<JsonNode> rows(String language) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        String name = "golden/datatrove/golden-datatrove-" + language + ".jsonl";
        for (String line : Files.readAllLines(Shared.path(name))) {
            rows.add(json.readTree(line));
        }
        return rows;
    }

    private static List<String> words(JsonNode row) {
        List<String> words = new ArrayList<>();
        row.get("words").forEach(word -> words.add(word.asText()));
        return words;
    }
}
