package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.testing.Shared;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class GgufTensorsTest {

    @TempDir private Path dir;

    @ParameterizedTest
    @CsvSource({"model-30, F32", "model-31, F32", "model-31, BF16"})
    void losslessTypesGiveBackTheModel(String name, GgufType type) {
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/" + name));
                GgufTensors read = GgufTensors.open(export(model, type), model.config())) {
            assertEquals(model.tensors().tensors().keySet(), read.tensors().keySet());
            for (TensorInfo info : read.tensors().values()) {
                assertEquals(DType.F32, info.dtype());
                assertEquals(
                        floats(model.tensors(), info.name()),
                        floats(read, info.name()),
                        info.name());
            }
        }
    }

    /** Least error of a value in parts of the largest of its tensor: half a step, and more. */
    @ParameterizedTest
    @CsvSource({"F16, 0.0005", "Q8_0, 0.005", "Q6_K, 0.03", "Q5_K_M, 0.04", "Q4_K_M, 0.07"})
    void lossyTypesComeClose(GgufType type, double most) {
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-31"));
                GgufTensors read = GgufTensors.open(export(model, type), model.config())) {
            for (String name : read.tensors().keySet()) {
                FloatBuffer exact = floats(model.tensors(), name);
                FloatBuffer close = floats(read, name);
                double largest = 0;
                double error = 0;
                for (int i = 0; i < exact.limit(); i++) {
                    largest = Math.max(largest, Math.abs(exact.get(i)));
                    error = Math.max(error, Math.abs(exact.get(i) - close.get(i)));
                }
                assertTrue(error <= most * largest, name + ": " + error + " of " + largest);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GgufType.class)
    void windowsAreThoseOfTheWhole(GgufType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"));
                GgufTensors read = GgufTensors.open(export(model, type), model.config())) {
            for (TensorInfo info : read.tensors().values()) {
                ByteBuffer whole = read.bytes(info.name());
                for (int i = 0; i < 10; i++) {
                    int from = random.nextInt(whole.limit());
                    int length = random.nextInt(whole.limit() - from + 1);
                    assertEquals(
                            whole.slice(from, length),
                            read.bytes(info.name(), from, length),
                            () -> "seed " + seed + " " + info.name());
                }
            }
        }
    }

    @Test
    void aFileOfAnotherModelIsRefused() {
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Shared.path("golden/model-30"))) {
            Path file = export(model, GgufType.Q8_0);
            LlamaConfig config = model.config();
            assertRefused(file, config.toBuilder().numLayers(3).build(), "blk.2.attn_norm");
            assertRefused(file, config.toBuilder().vocabSize(1025).build(), "token_embd");
            assertRefused(dir.resolve("absent.gguf"), config, "does not exist");
        }
    }

    private static void assertRefused(Path file, LlamaConfig config, String named) {
        UserException refused =
                assertThrows(UserException.class, () -> GgufTensors.open(file, config));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    private Path export(HuggingFaceFolder model, GgufType type) {
        Path file = dir.resolve("model.gguf");
        Path tokenizer = model.folder().resolve("tokenizer.json");
        GgufExport.write(file, model.config(), model.tensors(), tokenizer, null, type, "m");
        return file;
    }

    private static FloatBuffer floats(TensorSource source, String name) {
        TensorInfo info = source.info(name);
        FloatBuffer floats = FloatBuffer.allocate((int) info.shape().elements());
        Floats.decode(info.dtype(), source.bytes(name), floats);
        return floats.flip();
    }
}
