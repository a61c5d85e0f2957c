package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * LoRA on quantised weights equals PEFT's on the same weights, which another implementation
 * quantised; peft-qlora.json says how it was made.
 */
final class GoldenQuantizedTest {

    @TempDir Path cache;

    @ParameterizedTest(name = "{0}, activation checkpointing of every {1}th layer")
    @CsvSource({"NF4,0", "NF4,1", "INT8,0", "INT8,2"})
    void loraEqualsPeft(BaseType type, int checkpointing) throws Exception {
        Path golden = Shared.path("golden");
        JsonNode expected = reference(type).get("steps");
        try (Engine engine = Engine.cpu();
                LlamaModel model = load(engine, golden, type);
                LoraAdapter adapter = LoraAdapter.load(model, golden.resolve("sft-lora/start"))) {
            List<StepMetrics> steps =
                    GoldenTrainingTest.train(
                            new Policy(model, adapter),
                            new CrossEntropy(),
                            GoldenTrainingTest.sft(golden, 2),
                            checkpointing);
            assertEquals(expected.size(), steps.size());
            for (int i = 0; i < steps.size(); i++) {
                String at = "step " + (i + 1);
                assertEquals(expected.get(i).get("loss").asDouble(), steps.get(i).loss(), 1e-4, at);
                double norm = expected.get(i).get("grad_norm").asDouble();
                assertEquals(norm, steps.get(i).gradNorm(), 1e-3 * norm, at);
            }
        }
    }

    /** Magnitudes begin as the norms of the rows that the codes stand for. */
    @ParameterizedTest
    @EnumSource(names = {"NF4", "INT8"})
    void aNewDoraAdapterLeavesTheModelAsItIs(BaseType type) throws Exception {
        Path golden = Shared.path("golden");
        LoraConfig config =
                new LoraConfig(4, 8, 0, LoraConfig.ALL_TARGETS, false, "").withDora(true);
        var batch = GoldenTrainingTest.sft(golden, 2).batches(1).get(0);
        try (Engine engine = Engine.cpu();
                LlamaModel model = load(engine, golden, type);
                LoraAdapter adapter = LoraAdapter.create(model, config, 1)) {
            assertArrayEquals(
                    Forward.logProbs(Policy.of(model, Set.of()), batch),
                    Forward.logProbs(new Policy(model, adapter), batch),
                    1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NF4", "INT8"})
    void weightsEqualThoseOfAnotherImplementation(BaseType type) throws Exception {
        Path golden = Shared.path("golden");
        JsonNode expected = reference(type).get("weights");
        try (Engine engine = Engine.cpu();
                LlamaModel model = load(engine, golden, type);
                NDManager scope = engine.newScope()) {
            for (String name : (Iterable<String>) expected::fieldNames) {
                NDArray value = scope.create(model.weights().get(name).shape());
                model.weights().get(name).into(engine, value);
                JsonNode first = expected.get(name).get("first");
                float[] values = value.toFloatArray();
                for (int i = 0; i < first.size(); i++) {
                    assertEquals(first.get(i).asDouble(), values[i], 1e-7, name + " " + i);
                }
                double sum = 0;
                double magnitudes = 0;
                for (float v : values) {
                    sum += v;
                    magnitudes += Math.abs(v);
                }
                assertEquals(expected.get(name).get("sum").asDouble(), sum, 1e-3, name);
                assertEquals(expected.get(name).get("sum_abs").asDouble(), magnitudes, 1e-3, name);
            }
        }
    }

    private LlamaModel load(Engine engine, Path golden, BaseType type) {
        return ModelLoader.load(engine, golden.resolve("model-30"), FrozenWeights.all(type, cache));
    }

    private static JsonNode reference(BaseType type) throws IOException {
        try (InputStream file = GoldenQuantizedTest.class.getResourceAsStream("/peft-qlora.json")) {
            return new JsonMapper().readTree(file).get(type.name().toLowerCase(Locale.ROOT));
        }
    }
}
