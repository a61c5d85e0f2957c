package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Training with products and activations in bf16, which has 8 bits of significand, stays near
 * training in fp32; parameters, their gradients and the loss are fp32 all the same.
 */
final class ComputeTypeTest {

    @TempDir Path cache;

    @ParameterizedTest(name = "every {0}th layer run again")
    @CsvSource({"0", "1"})
    void fullFineTuningInBf16IsNearFp32(int checkpointEvery) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine exact = Engine.cpu();
                Engine engine = Engine.on("cpu", DType.BF16);
                LlamaModel expected = ModelLoader.load(exact, golden.resolve("model-30"));
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            assertNear(
                    GoldenTrainingTest.train(
                            Policy.of(expected),
                            new CrossEntropy(),
                            GoldenTrainingTest.sft(golden, 2),
                            0),
                    GoldenTrainingTest.train(
                            Policy.of(model),
                            new CrossEntropy(),
                            GoldenTrainingTest.sft(golden, 2),
                            checkpointEvery));
            for (Parameter parameter : model.parameters()) {
                assertEquals(
                        ai.djl.ndarray.types.DataType.FLOAT32, parameter.value().getDataType());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FP32", "BF16", "INT8", "NF4"})
    void loraInBf16IsNearFp32(BaseType type) throws Exception {
        Path golden = Shared.path("golden");
        assertNear(lora(golden, DType.F32, type), lora(golden, DType.BF16, type));
    }

    /** The first loss has no gradient behind it; what follows differs by what rounding moves. */
    @ParameterizedTest(name = "LoRA {0}")
    @CsvSource({"false", "true"})
    void productsOfTheBackwardPassInBf16KeepTheLossWithinAThousandth(boolean lora)
            throws Exception {
        Path golden = Shared.path("golden");
        List<StepMetrics> expected =
                lora ? lora(golden, DType.F32, BaseType.FP32) : full(golden, DType.F32);
        List<StepMetrics> actual =
                lora
                        ? lora(golden, DType.BF16, DType.F32, BaseType.FP32)
                        : full(golden, DType.BF16);
        assertEquals(expected.get(0).loss(), actual.get(0).loss(), 0);
        boolean differs = false;
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).loss(), actual.get(i).loss(), 1e-3, "step " + (i + 1));
            differs |= expected.get(i).loss() != actual.get(i).loss();
        }
        assertTrue(differs, "the curve is that of fp32 to the last digit");
    }

    private static List<StepMetrics> full(Path golden, DType gradients) throws Exception {
        try (Engine engine = Engine.on("cpu", DType.F32, gradients);
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            return GoldenTrainingTest.train(
                    Policy.of(model), new CrossEntropy(), GoldenTrainingTest.sft(golden, 2), 0);
        }
    }

    private List<StepMetrics> lora(Path golden, DType compute, BaseType type) throws Exception {
        return lora(golden, compute, compute, type);
    }

    private List<StepMetrics> lora(Path golden, DType gradients, DType compute, BaseType type)
            throws Exception {
        try (Engine engine = Engine.on("cpu", compute, gradients);
                LlamaModel model =
                        ModelLoader.load(
                                engine,
                                golden.resolve("model-30"),
                                FrozenWeights.all(type, cache));
                LoraAdapter adapter = LoraAdapter.load(model, golden.resolve("sft-lora/start"))) {
            return GoldenTrainingTest.train(
                    new Policy(model, adapter),
                    new CrossEntropy(),
                    GoldenTrainingTest.sft(golden, 2),
                    0);
        }
    }

    @Test
    void generationRunsInBf16() {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.on("cpu", DType.BF16);
                LlamaModel model =
                        ModelLoader.load(
                                engine,
                                golden.resolve("model-31"),
                                FrozenWeights.all(BaseType.AUTO, cache))) {
            long before = engine.liveArrays();
            int[] ids;
            try (GenerationEngine generation = new GenerationEngine(Policy.of(model))) {
                Request request = Request.of(new int[] {1, 2, 3}, 5);
                ids = generation.generate(request, AnswerListener.NONE).ids();
            }
            assertEquals(5, ids.length);
            assertEquals(before, engine.liveArrays());
        }
    }

    private static void assertNear(List<StepMetrics> expected, List<StepMetrics> actual) {
        boolean differs = false;
        for (int i = 0; i < expected.size(); i++) {
            String at = "step " + (i + 1);
            assertEquals(expected.get(i).loss(), actual.get(i).loss(), 0.03, at);
            double norm = expected.get(i).gradNorm();
            assertEquals(norm, actual.get(i).gradNorm(), 0.05 * norm, at);
            differs |= Math.abs(expected.get(i).loss() - actual.get(i).loss()) > 1e-5;
        }
        assertTrue(differs, "the loss is that of fp32 to the last digit");
    }
}
