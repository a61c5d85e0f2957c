package dev.cria.trainer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostWindowTest {

    /** Staged as for memory of a device, which Java cannot reach, or in place. */
    @ParameterizedTest(name = "staged: {0}")
    @ValueSource(booleans = {false, true})
    void writingChangesTheWindowOnly(boolean staged) throws Exception {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray array = scope.arange(6f).reshape(new Shape(2, 3));
            long before = engine.liveArrays();
            HostWindow.write(
                    array, 2, 3, bytes -> bytes.putFloat(70).putFloat(80).putFloat(90), staged);
            assertArrayEquals(new float[] {0, 1, 70, 80, 90, 5}, array.toFloatArray());
            float[] read = new float[2];
            HostWindow.read(array, 3, 2, bytes -> bytes.asFloatBuffer().get(read));
            assertArrayEquals(new float[] {80, 90}, read);
            assertEquals(before, engine.liveArrays());
        }
    }
}
