package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RandomModelTest {

    private static final LlamaConfig CONFIG =
            LlamaPresets.ALL.get("llama3-8b").toBuilder()
                    .vocabSize(777)
                    .hiddenSize(63)
                    .intermediateSize(130)
                    .numLayers(1)
                    .numHeads(2)
                    .numKvHeads(1)
                    .headDim(32)
                    .build();

    @TempDir Path folder;

    @Test
    void matricesAreNormalAndNormsAreOne() {
        RandomModel.write(folder.resolve("model"), CONFIG, 1, List.of());
        try (HuggingFaceFolder model = HuggingFaceFolder.open(folder.resolve("model"))) {
            for (TensorInfo info : model.tensors().tensors().values()) {
                FloatBuffer values = FloatBuffer.allocate((int) info.shape().elements());
                Floats.decode(DType.BF16, model.tensors().bytes(info.name()), values);
                double sum = 0;
                double squares = 0;
                double fourth = 0;
                for (float value : values.array()) {
                    sum += value;
                    squares += value * value;
                    fourth += Math.pow(value, 4);
                }
                int n = values.capacity();
                if (info.shape().rank() == 1) {
                    assertEquals(n, sum, 0);
                    assertEquals(n, squares, 0);
                    continue;
                }
                double variance = squares / n;
                assertEquals(0, sum / n, 0.02 * 5 / Math.sqrt(n), info.name());
                assertEquals(0.02, Math.sqrt(variance), 0.02 * 5 / Math.sqrt(n), info.name());
                // The fourth moment tells a normal distribution (3) from a uniform one (1.8).
                assertEquals(3, fourth / n / variance / variance, 50 / Math.sqrt(n), info.name());
            }
        }
    }

    @Test
    void weightsAreAFunctionOfTheSeed() throws Exception {
        for (String name : List.of("a", "b")) {
            RandomModel.write(folder.resolve(name), CONFIG, 5, List.of());
        }
        assertArrayEquals(weights("a"), weights("b"));
    }

    private byte[] weights(String name) throws Exception {
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }
}
