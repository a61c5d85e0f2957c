package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.AdapterStart;
import dev.cria.trainer.adapt.FreezeTuning;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * DoRA, rsLoRA, modules trained in full and freeze-tuning equal PEFT and transformers on every step
 * and at the end; peft-adapters.json says how the reference was made.
 */
final class GoldenAdapterTest {

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}: {1} examples per batch, checkpointing of every {2}th layer")
    @CsvSource({
        "rslora-30,2,0",
        "dora-30,2,0",
        "dora-30,4,1",
        "dora-31,2,0",
        "dora-31,1,2",
        "saved-30,2,0",
        "saved-30,4,1",
        "saved-dora-30,2,0",
        "saved-head-31,2,0",
        "saved-embed-31,2,0",
        "saved-both-31,2,0",
        "saved-tied-31,2,1",
    })
    void adaptersEqualPeft(String name, int perBatch, int checkpointing) throws Exception {
        Path golden = Shared.path("golden");
        JsonNode expected = reference(name);
        try (Engine engine = Engine.cpu();
                LlamaModel model =
                        ModelLoader.load(engine, golden.resolve(expected.get("model").asText()));
                LoraAdapter adapter =
                        LoraAdapter.create(model, config(expected.get("config")), 0)) {
            AdapterStart.fill(adapter);
            Policy policy = new Policy(model, adapter);
            assertSteps(expected, train(policy, golden, perBatch, checkpointing));
            assertWeights(expected.get("weights"), policy.parameters());
            assertLogProbs(expected, golden, policy);
            ModelSaver.save(policy, folder.resolve("merged"), DType.F32, 1 << 20, List.of());
            adapter.save(folder.resolve("adapter"));
            try (LlamaModel merged = ModelLoader.load(engine, folder.resolve("merged"));
                    LoraAdapter loaded = LoraAdapter.load(model, folder.resolve("adapter"))) {
                assertLogProbs(expected, golden, Policy.of(merged));
                assertLogProbs(expected, golden, new Policy(model, loaded));
                assertEquals(adapter.config(), loaded.config());
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1} examples per batch, checkpointing of every {2}th layer")
    @CsvSource({"freeze-last-30,2,0", "freeze-last-30,4,1", "freeze-first-31,2,0"})
    void freezeTuningEqualsTransformers(String name, int perBatch, int checkpointing)
            throws Exception {
        Path golden = Shared.path("golden");
        JsonNode expected = reference(name);
        JsonNode freeze = expected.get("freeze");
        FreezeTuning tuning =
                new FreezeTuning(
                        freeze.get("layers").asInt(),
                        words(freeze.get("modules")),
                        words(freeze.get("extra")));
        try (Engine engine = Engine.cpu();
                LlamaModel model =
                        ModelLoader.load(engine, golden.resolve(expected.get("model").asText()))) {
            Policy policy = Policy.of(model, tuning.unfrozen(model.config()));
            assertSteps(expected, train(policy, golden, perBatch, checkpointing));
            assertWeights(expected.get("weights"), policy.parameters());
        }
    }

    private static List<StepMetrics> train(
            Policy policy, Path golden, int perBatch, int checkpointing) throws IOException {
        return GoldenTrainingTest.train(
                policy,
                new CrossEntropy(),
                GoldenTrainingTest.sft(golden, perBatch),
                checkpointing);
    }

    private static LoraConfig config(JsonNode json) {
        List<Integer> layers = new ArrayList<>();
        json.path("layers_to_transform").forEach(layer -> layers.add(layer.asInt()));
        return new LoraConfig(
                4,
                8,
                0,
                words(json.get("target_modules")),
                json.path("use_rslora").asBoolean(),
                null,
                json.path("use_dora").asBoolean(),
                layers,
                words(json.path("modules_to_save")),
                json.path("ensure_weight_tying").asBoolean());
    }

    private static void assertSteps(JsonNode expected, List<StepMetrics> steps) {
        assertEquals(expected.get("loss").size(), steps.size());
        for (int i = 0; i < steps.size(); i++) {
            String at = "step " + (i + 1);
            assertEquals(expected.get("loss").get(i).asDouble(), steps.get(i).loss(), 1e-4, at);
            double norm = expected.get("grad_norm").get(i).asDouble();
            assertEquals(norm, steps.get(i).gradNorm(), 1e-3 * norm, at);
        }
    }

    /** The norm of each tensor, and three of its elements. */
    private static void assertWeights(JsonNode expected, List<Parameter> parameters) {
        assertEquals(expected.size(), parameters.size());
        for (Parameter parameter : parameters) {
            JsonNode numbers = expected.get(parameter.name());
            assertNotNull(numbers, parameter.name());
            float[] values = parameter.value().toFloatArray();
            double squares = 0;
            for (float value : values) {
                squares += (double) value * value;
            }
            double norm = numbers.get(0).asDouble();
            assertEquals(norm, Math.sqrt(squares), 1e-4 * norm + 1e-4, parameter.name());
            for (int i = 0; i < 3; i++) {
                int at = (7919 * i + 13) % values.length;
                assertEquals(numbers.get(1 + i).asDouble(), values[at], 1e-3, parameter.name());
            }
        }
    }

    private static void assertLogProbs(JsonNode expected, Path golden, Policy policy)
            throws IOException {
        JsonNode rows = new JsonMapper().readTree(golden.resolve("sft-tokens.json").toFile());
        for (int row = 0; row < 2; row++) {
            JsonNode ids = rows.get(row).get("input_ids");
            int[] text = new int[ids.size()];
            for (int i = 0; i < text.length; i++) {
                text[i] = ids.get(i).asInt();
            }
            boolean[] target = new boolean[text.length];
            Arrays.fill(target, 1, text.length, true);
            Batch batch =
                    BatchBuilder.ofExamples(List.of(new TokenizedExample(text, target, "row")));
            float[] logProbs = Forward.logProbs(policy, batch);
            JsonNode numbers = expected.get("logprobs").get(row);
            for (int i = 0; i < numbers.size(); i++) {
                assertEquals(numbers.get(i).asDouble(), logProbs[i], 1e-3, "token " + (i + 1));
            }
        }
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonNode reference(String name) throws IOException {
        try (InputStream file =
                GoldenAdapterTest.class.getResourceAsStream("/peft-adapters.json")) {
            return new JsonMapper().readTree(file).get("cases").get(name);
        }
    }
}
