package dev.cria.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words and sentences against those that datatrove 0.10 found with spaCy 3.8. */
final class DatatroveWordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyWordIsEqual(String language) throws IOException {
        for (JsonNode row : GoldenDatatrove.rows(language)) {
            Words words = WordDefinition.DATATROVE.words(language).of(row.get("text").asText());
            List<String> found = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                found.add(words.get(i));
            }
            assertEquals(GoldenDatatrove.strings(row, "words"), found, row.get("id").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everySentenceIsEqual(String language) throws IOException {
        for (JsonNode row : GoldenDatatrove.rows(language)) {
            String text = row.get("text").asText();
            char[] chars = text.toCharArray();
            Spans sentences = WordDefinition.DATATROVE.sentences(language, chars, 0, chars.length);
            List<String> found = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < sentences.size(); i++) {
                // datatrove gives what lies between two sentences to the second of them.
                boolean isLast = i == sentences.size() - 1;
                int end = isLast ? text.length() : sentences.end(i);
                found.add(text.substring(start, end));
                start = end;
            }
            assertEquals(GoldenDatatrove.strings(row, "sentences"), found, row.get("id").asText());
        }
    }
}
