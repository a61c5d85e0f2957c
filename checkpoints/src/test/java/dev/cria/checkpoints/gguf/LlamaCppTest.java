package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.testing.Shared;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
            prompts.add(spelled(example.get("ids")).substring("[1008]".length()));
        }
        Path tokenizer = namesForTokens(Shared.path("golden/" + name + "/tokenizer.json"));
        JsonNode results = run(name, type, tokenizer, prompts, NUM_TOKENS);
        for (int i = 0; i < golden.size(); i++) {
            // The reference of the fourth prompt took its last token, id 0, for padding; these are
            // the tokens of transformers with an explicit attention mask.
            JsonNode expected = i == 3 ? fourthPrompt(name) : golden.get(i).get("generated");
            assertEquals(
                    spelled(expected),
                    results.get(i).get("text").asText(),
                    golden.get(i).get("prompt").asText());
        }
    }

    private JsonNode run(
            String name, GgufType type, Path tokenizer, ArrayNode prompts, int numTokens)
            throws IOException, InterruptedException {
        Path gguf = dir.resolve("model.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/" + name))) {
            GgufExport.write(gguf, model.config(), model.tensors(), tokenizer, null, type, name);
        }
        Path results = dir.resolve("results.json");
        Path log = dir.resolve("log.txt");
        Files.write(dir.resolve("prompts.json"), JSON.writeValueAsBytes(prompts));
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LlamaCppMain.class.getName(),
                                gguf.toString(),
                                dir.resolve("prompts.json").toString(),
                                results.toString(),
                                Integer.toString(numTokens))
                        .redirectErrorStream(true)
                        .redirectOutput(new File(log.toString()))
                        .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended && Files.exists(results), () -> "llama.cpp failed:\n" + read(log));
        return JSON.readTree(results.toFile());
    }

    private Path namesForTokens(Path tokenizer) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(tokenizer.toFile());
        ObjectNode model = (ObjectNode) root.get("model");
        model.putObject("vocab");
        model.putArray("merges");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < 1024; id++) {
            added.addObject().put("id", id).put("content", "[" + id + "]").put("special", false);
        }
        Path named = dir.resolve("named.json");
        Files.write(named, JSON.writeValueAsBytes(root));
        return named;
    }

    private static JsonNode fourthPrompt(String name) throws IOException {
        try (InputStream in = LlamaCppTest.class.getResourceAsStream("fourth-prompt.json")) {
            return JSON.readTree(in).get(name);
        }
    }

    private static String spelled(JsonNode ids) {
        return StreamSupport.stream(ids.spliterator(), false)
                .map(id -> "[" + id + "]")
                .collect(Collectors.joining());
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
