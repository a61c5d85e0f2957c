package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of the CPU hold training to, on a CUDA device; scripts/check-gpu runs it. */
@Tag("gpu")
final class CudaTest {

    @TempDir Path folder;

    @BeforeAll
    static void requireDevice() {
        int devices = ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount();
        if (devices == 0) {
            System.err.println(
                    "SKIPPED: no CUDA device is seen; nothing of CUDA was checked by CudaTest");
        }
        assumeTrue(devices > 0, "no CUDA device");
    }

    @ParameterizedTest(name = "{0} examples per batch, every {1}th layer run again")
    @CsvSource({"2,0", "4,1"})
    void fullFineTuningEqualsTrl(int perBatch, int checkpointEvery) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.on("cuda", DType.F32);
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            GoldenTrainingTest.assertCurve(
                    golden.resolve("sft-full/curve.jsonl"),
                    GoldenTrainingTest.train(
                            Policy.of(model),
                            new CrossEntropy(),
                            GoldenTrainingTest.sft(golden, perBatch),
                            checkpointEvery));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16", "INT8", "NF4"})
    void loraIsThatOfTheCpu(BaseType type) throws Exception {
        List<StepMetrics> expected = lora("cpu", DType.F32, type);
        assertNear(expected, lora("cuda", DType.F32, type), 1e-4, 1e-3);
        assertNear(expected, lora("cuda", DType.BF16, type), 0.03, 0.05);
    }

    @Test
    void tensorsComeBackAsTheyWere() {
        Path file = folder.resolve("tensors.safetensors");
        try (Engine engine = Engine.on("cuda", DType.F32);
                NDManager scope = engine.newScope()) {
            // More than is moved at a time.
            NDArray array =
                    ModelLoader.normal(scope, new ai.djl.ndarray.types.Shape(5000, 1000), 1, 1);
            SafetensorsWriter.write(
                    file, List.of(TensorTransfer.store("w", array, DType.F32)), Map.of());
            try (SafetensorsFile source = SafetensorsFile.open(file)) {
                NDArray back = TensorTransfer.load(scope, source, "w");
                assertArrayEquals(array.toFloatArray(), back.toFloatArray());
            }
        }
    }

    private List<StepMetrics> lora(String device, DType compute, BaseType type) throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.on(device, compute);
                LlamaModel model =
                        ModelLoader.load(
                                engine,
                                golden.resolve("model-30"),
                                FrozenWeights.all(type, folder));
                LoraAdapter adapter = LoraAdapter.load(model, golden.resolve("sft-lora/start"))) {
            return GoldenTrainingTest.train(
                    new Policy(model, adapter),
                    new CrossEntropy(),
                    GoldenTrainingTest.sft(golden, 2),
                    0);
        }
    }

    private static void assertNear(
            List<StepMetrics> expected, List<StepMetrics> actual, double loss, double norm) {
        for (int i = 0; i < expected.size(); i++) {
            String at = "step " + (i + 1);
            assertEquals(expected.get(i).loss(), actual.get(i).loss(), loss, at);
            double of = expected.get(i).gradNorm();
            assertEquals(of, actual.get(i).gradNorm(), norm * of, at);
        }
    }
}
