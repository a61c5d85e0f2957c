package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** llama.cpp, on exported files, does what transformers does on the originals. */
final class LlamaCppTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int NUM_TOKENS = 48;

    @TempDir private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"model-30", "model-31"})
    void promptsAreTokenisedAsByTransformers(String name) throws Exception {
        JsonNode golden = JSON.readTree(Shared.path("golden/" + name + "-greedy.json").toFile());
        ArrayNode prompts = JSON.createArrayNode();
        golden.forEach(example -> prompts.add(example.get("prompt")));
        Path tokenizer = Shared.path("golden/" + name + "/tokenizer.json");
        JsonNode results = run(name, GgufType.F32, tokenizer, prompts, 1);
        for (int i = 0; i < golden.size(); i++) {
            ArrayNode ids = JSON.createArrayNode();
            if (results.get(i).get("ids").get(0).intValue() != 1008) {
                ids.add(1008); // where encode leaves the BOS token to the caller
            }
            results.get(i).get("ids").forEach(ids::add);
            assertEquals(golden.get(i).get("ids"), ids, prompts.get(i).asText());
        }
    }

    /**
     * The tokenizer is replaced by one whose tokens are called [0] to [1023], so that the text
     * which llama.cpp returns tells exactly which tokens it generated. BF16 and Q8_0 are not
     * compared: llama.cpp rounds activations to such a type before it multiplies.
     */
    @ParameterizedTest
    @CsvSource({"model-30, F32", "model-30, F16", "model-31, F32", "model-31, F16"})
    void greedyTokensAreThoseOfTransformers(String name, GgufType type) throws Exception {
        JsonNode golden = JSON.readTree(Shared.path("golden/" + name + "-greedy.json").toFile());
        ArrayNode prompts = JSON.createArrayNode();
        for (JsonNode example : golden) {
            prompts.add(LlamaCpp.spelled(example.get("ids")).substring("[1008]".length()));
        }
        Path tokenizer =
                LlamaCpp.namesForTokens(
                        dir, Shared.path("golden/" + name + "/tokenizer.json"), 1024);
        JsonNode results = run(name, type, tokenizer, prompts, NUM_TOKENS);
        for (int i = 0; i < golden.size(); i++) {
            // The reference of the fourth prompt took its last token, id 0, for padding; these are
            // the tokens of transformers with an explicit attention mask.
            JsonNode expected = i == 3 ? fourthPrompt(name) : golden.get(i).get("generated");
            assertEquals(
                    LlamaCpp.spelled(expected),
                    results.get(i).get("text").asText(),
                    golden.get(i).get("prompt").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model-30, Q8_0",
        "model-30, Q4_K_M",
        "model-31, BF16",
        "model-31, Q8_0",
        "model-31, Q6_K",
        "model-31, Q5_K_M",
        "model-31, Q4_K_M",
        "model-31, Q4_0"
    })
    void everyTypeIsAccepted(String name, GgufType type) throws Exception {
        JsonNode golden = JSON.readTree(Shared.path("golden/" + name + "-greedy.json").toFile());
        ArrayNode prompts = JSON.createArrayNode();
        prompts.add(LlamaCpp.spelled(golden.get(0).get("ids")).substring("[1008]".length()));
        Path tokenizer =
                LlamaCpp.namesForTokens(
                        dir, Shared.path("golden/" + name + "/tokenizer.json"), 1024);
        String text = run(name, type, tokenizer, prompts, 8).get(0).get("text").asText();
        assertTrue(text.matches("(\\[\\d{1,4}]){8}"), text);
    }

    private JsonNode run(
            String name, GgufType type, Path tokenizer, ArrayNode prompts, int numTokens)
            throws IOException, InterruptedException {
        Path gguf = dir.resolve("model.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/" + name))) {
            GgufExport.write(gguf, model.config(), model.tensors(), tokenizer, null, type, name);
        }
        return LlamaCpp.run(dir, gguf, prompts, numTokens);
    }

    private static JsonNode fourthPrompt(String name) throws IOException {
        try (InputStream in = LlamaCppTest.class.getResourceAsStream("fourth-prompt.json")) {
            return JSON.readTree(in).get(name);
        }
    }
}
