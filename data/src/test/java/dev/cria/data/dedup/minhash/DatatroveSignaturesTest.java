package dev.cria.data.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.text.Words;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every step of a signature against datatrove 0.10, on real documents. */
final class DatatroveSignaturesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"en, 400", "zh, 150"})
    void everyTextIsSimplifiedAlike(String language, int documents) throws IOException {
        List<JsonNode> rows = rows(language);
        assertEquals(documents, rows.size());
        for (JsonNode row : rows) {
            String simple = SimplifiedText.of(row.get("text").asText());
            assertEquals(row.get("simplified").asText(), simple, row.get("id").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({"en, 400", "zh, 150"})
    void everySignatureOfTheSameWordsIsEqualBitForBit(String language, int documents)
            throws IOException {
        List<JsonNode> rows = rows(language);
        assertEquals(documents, rows.size());
        HashFunctions functions = new HashFunctions(1, 14 * 8);
        for (JsonNode row : rows) {
            String text = row.get("simplified").asText();
            long[] shingles = Shingles.of(words(row, text), 5);
            long[] expected = signature(row);
            long[] actual =
                    expected.length == 0
                            ? new long[0]
                            : functions.minima(shingles, shingles.length);
            assertArrayEquals(expected, actual, row.get("id").asText());
        }
    }

    @Test
    void everyEnglishSignatureIsEqualFromTheTextOn() throws IOException {
        NearDuplicateSettings settings =
                new NearDuplicateSettings(5, 14, 8, 1, false, 0, WordSplitter.of("datatrove"));
        Signer signer = new Signer(settings);
        for (JsonNode row : rows("en")) {
            long[] shingles = signer.shingles(row.get("text").asText(), "en");
            long[] expected = signature(row);
            long[] actual = expected.length == 0 ? new long[0] : signer.signature(shingles);
            assertArrayEquals(expected, actual, row.get("id").asText());
        }
    }

    @Test
    void theFactorsAreThoseThatNumpyDraws() throws IOException {
        JsonNode parameters =
                JSON.readTree(
                        Shared.path("golden/datatrove/datatrove-minhash-params.json").toFile());
        NumpyRandom random = new NumpyRandom(1);
        long prime = (1L << 61) - 1;
        assertEquals(112, parameters.get("a").size());
        for (JsonNode a : parameters.get("a")) {
            assertEquals(Long.parseLong(a.asText()), random.between(1, prime));
        }
        for (JsonNode b : parameters.get("b")) {
            assertEquals(Long.parseLong(b.asText()), random.between(0, prime));
        }
    }

    private static Words words(JsonNode row, String text) {
        List<String> words = new ArrayList<>();
        row.get("simplified_words").forEach(word -> words.add(word.asText()));
        return Words.of(text, words);
    }

    private static long[] signature(JsonNode row) {
        List<Long> hashes = new ArrayList<>();
        row.get("minhash")
                .forEach(bucket -> bucket.forEach(h -> hashes.add(Long.parseLong(h.asText()))));
        return hashes.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<JsonNode> rows(String language) throws IOException {
        String name = "golden/datatrove/golden-datatrove-" + language + ".jsonl";
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Shared.path(name))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }
}
