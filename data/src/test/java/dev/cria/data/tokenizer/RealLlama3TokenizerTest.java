package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealLlama3TokenizerTest {

    @TempDir private Path temporary;

    @Test
    void metasTokenizerModelGivesTheIdsThatSixOtherImplementationsGive() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.load(tokenizerModel())) {
            assertEquals(128_256, tokenizer.vocabSize());
            assertVectors(Shared.path("golden/tokenizer/llama3-vectors.json"), tokenizer);
        }
    }

    @Test
    void tokenizerJsonWithTheNamesOfLlama30GivesTheSameIdsForOrdinaryText() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.load(RealTokenizer.tokenizerJson())) {
            assertEquals(128_256, tokenizer.vocabSize());
            for (JsonNode vector : vectors(Shared.path("golden/tokenizer/llama3-vectors.json"))) {
                assertOrdinary(vector, tokenizer);
            }
        }
    }

    @Test
    void ourOwnVectorsHoldToo() throws IOException {
        Path vectors = temporary.resolve("vectors.json");
        try (var in = getClass().getResourceAsStream("llama3-vectors.json")) {
            Files.write(vectors, in.readAllBytes());
        }
        try (Tokenizer tokenizer = Tokenizers.load(tokenizerModel())) {
            assertVectors(vectors, tokenizer);
        }
    }

    @Test
    void tokenizerModelTurnsIntoMetasOwnTokenizerJsonOfLlama31() throws IOException {
        Path model = tokenizerModel();
        assertEquals(
                "82e9d31979e92ab929cd544440f129d9ecd797b69e327f80f17e1c50d5551b55",
                Sha256.of(Files.readAllBytes(model)));
        byte[] json = Tokenizers.tokenizerJson(model);
        assertEquals(9_085_658, json.length);
        assertEquals(
                "76e48799b099d43365bd24ccd8ecc5aedac831718da780552f03b0a6eb4412aa",
                Sha256.of(json));
    }

    @Test
    void specialTokensOf30AreThoseOfItsTokenizerJson() {
        try (Tokenizer tokenizer = Tokenizers.load(RealTokenizer.tokenizerJson())) {
            for (int i = 0; i < Llama3Vocabulary.SPECIAL_COUNT; i++) {
                String name = Llama3Vocabulary.SPECIAL_30.get(i);
                assertEquals(128_000 + i, tokenizer.requireTokenId(name), name);
            }
        }
    }

    private Path tokenizerModel() throws IOException {
        Path model = temporary.resolve("tokenizer.model");
        Files.write(model, TiktokenLines.of(RealTokenizer.tokenizerJson()));
        return model;
    }

    private static void assertVectors(Path file, Tokenizer tokenizer) throws IOException {
        for (JsonNode vector : vectors(file)) {
            String text = vector.path("text").asText();
            int[] ids = ids(vector.path("ids"));
            assertArrayEquals(ids, tokenizer.encode(text), text);
            assertEquals(text, tokenizer.decode(ids));
            assertOrdinary(vector, tokenizer);
        }
    }

    private static void assertOrdinary(JsonNode vector, Tokenizer tokenizer) {
        String text = vector.path("text").asText();
        JsonNode plain = vector.path("ids_special_text_as_plain");
        int[] ids = ids(plain.isArray() ? plain : vector.path("ids"));
        assertArrayEquals(ids, tokenizer.encodeOrdinary(text), text);
        assertEquals(text, tokenizer.decode(ids));
    }

    private static JsonNode vectors(Path file) throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(Files.readAllBytes(file));
        assertTrue(vectors.size() >= 20, "vectors: " + vectors.size());
        return vectors;
    }

    private static int[] ids(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
    }
}
