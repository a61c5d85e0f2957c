package dev.cria.trainer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FileArraysTest {

    @TempDir Path folder;

    /** With a byte before it a tensor does not lie where the engine could use it, and is copied. */
    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void valuesAreThoseOfTheFileWhereverTheyLie(DType dtype) {
        float[] values = new float[35];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(255) / 8f;
        }
        Path file = folder.resolve("häßlich 模型.safetensors");
        SafetensorsWriter.write(
                file,
                List.of(
                        tensor("even", dtype, values),
                        new TensorData(
                                new TensorInfo("byte", DType.U8, Shape.of(1)),
                                channel -> channel.write(ByteBuffer.wrap(new byte[] {7}))),
                        tensor("odd", dtype, values)),
                Map.of());
        try (Engine engine = Engine.cpu();
                SafetensorsFile source = SafetensorsFile.open(file);
                NDManager memory = engine.newScope()) {
            FileArrays arrays = new FileArrays(engine, memory);
            assertArrayEquals(values, floats(engine, arrays.open(source, "even")));
            assertArrayEquals(values, floats(engine, arrays.open(source, "odd")));
            assertEquals(7, arrays.open(source, "byte").getUint8());
        }
    }

    @Test
    void writingToAnArrayLeavesTheFileAlone() throws Exception {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, List.of(tensor("w", DType.F32, new float[35])), Map.of());
        byte[] before = Files.readAllBytes(file);
        try (Engine engine = Engine.cpu();
                SafetensorsFile source = SafetensorsFile.open(file);
                NDManager memory = engine.newScope()) {
            NDArray array = new FileArrays(engine, memory).open(source, "w");
            array.addi(1);
            assertEquals(1f, array.toFloatArray()[34]);
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    private static float[] floats(Engine engine, NDArray array) {
        assertEquals(new ai.djl.ndarray.types.Shape(7, 5), array.getShape());
        try (NDManager scope = engine.newScope()) {
            return engine.call("convert", scope)
                    .with(array)
                    .with(Engine.integers(scope, 6))
                    .runOne()
                    .toFloatArray();
        }
    }

    private static TensorData tensor(String name, DType dtype, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(35 * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Floats.encode(dtype, FloatBuffer.wrap(values), bytes);
        return TensorData.of(new TensorInfo(name, dtype, Shape.of(7, 5)), bytes.flip());
    }
}
