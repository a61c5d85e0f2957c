package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.Parameter;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Factors to start from that need no file: element i of a tensor is amplitude * sin(0.7 i + phase),
 * with amplitude 1 / sqrt(inputs) for A and 0.05 for B, and phase a hundredth of the CRC-32 of the
 * tensor's name modulo 1000.
 */
public final class AdapterStart {

    private AdapterStart() {}

    /** Overwrites the factors; magnitudes and copies stay. */
    public static void fill(LoraAdapter adapter) {
        for (Parameter parameter : adapter.parameters()) {
            boolean a = parameter.name().contains("lora_A");
            if (a || parameter.name().contains("lora_B")) {
                NDArray value = parameter.value();
                fill(
                        parameter.name(),
                        a ? 1 / Math.sqrt((double) value.getShape().get(1)) : 0.05,
                        value);
            }
        }
    }

    private static void fill(String name, double amplitude, NDArray value) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        double phase = crc.getValue() % 1000 / 100.0;
        FloatBuffer values = Engine.memory(value).asFloatBuffer();
        for (int i = 0; values.hasRemaining(); i++) {
            values.put((float) (amplitude * Math.sin(0.7 * i + phase)));
        }
    }
}
