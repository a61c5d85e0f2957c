package dev.cria.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.DynamicMap;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdamW8bitTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);
    private static final double RATE = 1e-3;

    @TempDir Path folder;

    /** dynamic-map.csv was printed by the function of bitsandbytes, run with torch 2.13. */
    @Test
    void tablesEqualThoseOfBitsandbytes() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("dynamic-map.csv")) {
            List<String> lines =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertTable(lines.get(0), DynamicMap.signed());
            assertTable(lines.get(1), DynamicMap.unsigned());
        }
    }

    private static void assertTable(String line, float[] actual) {
        double[] expected =
                Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        assertEquals(256, expected.length);
        assertEquals(256, actual.length);
        for (int i = 0; i < 256; i++) {
            assertEquals(expected[i], actual[i], 2e-7 * Math.abs(expected[i]), "value " + i);
        }
    }

    /** The kernel looks codes up by a number's first bits; a second limit there would be missed. */
    @Test
    void noTwoLimitsLieAmongNumbersWithTheSameFirstBits() {
        for (ByteCodes codes : List.of(ByteCodes.signed(), ByteCodes.unsigned())) {
            int[] least = codes.least();
            int half = least.length / 2;
            for (int place = 0; place + 1 < half; place++) {
                assertTrue(least[place + 1] - least[place] <= 1, "place " + place);
                assertTrue(least[half + place] - least[half + place + 1] <= 1, "place -" + place);
            }
            assertTrue(codes.code(0) - least[half] <= 1);
            assertEquals(255, codes.code(1));
        }
    }

    /**
     * Sizes that do not fill a block, that fill a stretch of the kernel, and more. Blocks do not
     * depend on each other, so a few of each are looked at. Now and then a value lies so close to a
     * limit that rounding decides its code; then it is off by a fraction of an update.
     */
    @Test
    void updatesEqualThoseOfAPlainLoopOverBlocks() {
        for (int size : new int[] {4096, 5000, 524_288, 600_001}) {
            float[] start = normal(size, 1, 1);
            List<Reference> references =
                    Stream.of(0, size / 512, (size - 1) / 256 - 1, (size - 1) / 256)
                            .map(block -> new Reference(start, block * 256))
                            .toList();
            try (Engine engine = Engine.cpu();
                    NDManager scope = engine.newScope();
                    NDArray value = scope.create(start.clone());
                    AdamW8bit optimizer =
                            new AdamW8bit(
                                    SETTINGS,
                                    engine,
                                    List.of(new Parameter("layer", value, true)))) {
                for (int step = 1; step <= 4; step++) {
                    float[] gradient = normal(size, step + 1L, 1e-3);
                    try (NDArray g = scope.create(gradient)) {
                        optimizer.step(new Optimizer.Update(step, RATE, 0.5), Map.of("layer", g));
                    }
                    float[] values = value.toFloatArray();
                    for (Reference reference : references) {
                        reference.step(step, gradient, 0.5);
                        reference.assertNear(values);
                    }
                }
            }
        }
    }

    @Test
    void smallTensorsAndEmbeddingsAreUpdatedAsByAdamW() {
        for (String name : List.of("model.embed_tokens.weight", "model.norm.weight")) {
            int size = name.contains("norm") ? 4095 : 8192;
            float[] plain = run(name, size, false);
            assertArrayEquals(plain, run(name, size, true), 0, name);
        }
        assertTrue(!Arrays.equals(run("w", 8192, false), run("w", 8192, true)));
    }

    private static float[] run(String name, int size, boolean bytes) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                NDArray value = scope.create(normal(size, 1, 1))) {
            List<Parameter> parameters = List.of(new Parameter(name, value, true));
            try (Optimizer optimizer =
                    bytes
                            ? new AdamW8bit(SETTINGS, engine, parameters)
                            : new AdamW(SETTINGS, engine, parameters)) {
                for (int step = 1; step <= 3; step++) {
                    NDArray g = scope.create(normal(size, step + 1, 1));
                    optimizer.step(new Optimizer.Update(step, RATE, 1), Map.of(name, g));
                }
                return value.toFloatArray();
            }
        }
    }

    @Test
    void theStateTakesTwoBytesAndAThirtySecondAParameterAndSurvivesAFile() {
        int size = 256 * 1000;
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                NDArray value = scope.create(normal(size, 1, 1));
                AdamW8bit one =
                        new AdamW8bit(SETTINGS, engine, List.of(new Parameter("w", value, true)));
                AdamW8bit other =
                        new AdamW8bit(SETTINGS, engine, List.of(new Parameter("w", value, true)))) {
            NDArray g = scope.create(normal(size, 2, 1));
            one.step(new Optimizer.Update(1, RATE, 1), Map.of("w", g));
            List<TensorData> state = one.state();
            long bytes = state.stream().mapToLong(t -> t.info().byteSize()).sum();
            assertEquals(2L * size + 8 * size / 256, bytes);

            Path file = folder.resolve("state.safetensors");
            SafetensorsWriter.write(file, state, Map.of());
            try (SafetensorsFile source = SafetensorsFile.open(file)) {
                other.restore(source);
            }
            float[] before = value.toFloatArray();
            one.step(new Optimizer.Update(2, RATE, 1), Map.of("w", g));
            float[] after = value.toFloatArray();
            Engine.memory(value).asFloatBuffer().put(before);
            other.step(new Optimizer.Update(2, RATE, 1), Map.of("w", g));
            assertArrayEquals(after, value.toFloatArray());
        }
    }

    @Test
    void aTinyMeanOfSquaresIsNotForgotten() {
        float[] gradient = new float[4096];
        Arrays.fill(gradient, 1e-6f);
        gradient[0] = 1;
        float[] none = new float[4096];
        none[0] = 1;
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                NDArray value = scope.zeros(new ai.djl.ndarray.types.Shape(4096));
                AdamW8bit optimizer =
                        new AdamW8bit(SETTINGS, engine, List.of(new Parameter("w", value, true)))) {
            optimizer.step(new Optimizer.Update(1, RATE, 1), Map.of("w", scope.create(gradient)));
            optimizer.step(new Optimizer.Update(2, RATE, 1), Map.of("w", scope.create(none)));
            for (float v : value.toFloatArray()) {
                assertTrue(Math.abs(v) < 3 * RATE, "moved by " + v);
            }
        }
    }

    private static float[] normal(int size, long seed, double deviation) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    /** The same algorithm over one block, a value at a time. */
    private static final class Reference {

        private final int from;
        private final float[] value;
        private final float[] first;
        private final float[] second;

        Reference(float[] start, int from) {
            this.from = from;
            value = Arrays.copyOfRange(start, from, Math.min(start.length, from + AdamW8bit.BLOCK));
            first = new float[value.length];
            second = new float[value.length];
        }

        void step(int step, float[] gradient, double scale) {
            for (int i = 0; i < value.length; i++) {
                double g = gradient[from + i] * scale;
                first[i] = (float) (0.9 * first[i] + 0.1 * g);
                second[i] = (float) (0.95 * second[i] + 0.05 * g * g);
                double mean = first[i] / (1 - Math.pow(0.9, step));
                double root = Math.sqrt(second[i] / (1 - Math.pow(0.95, step)));
                value[i] = (float) (value[i] * (1 - RATE * 0.1) - RATE * mean / (root + 1e-8));
            }
            round(first, DynamicMap.signed(), false);
            round(second, DynamicMap.unsigned(), true);
        }

        void assertNear(float[] all) {
            int off = 0;
            for (int i = 0; i < value.length; i++) {
                assertEquals(value[i], all[from + i], 0.05 * RATE, "value " + (from + i));
                off += Math.abs(value[i] - all[from + i]) > 2e-6 ? 1 : 0;
            }
            assertTrue(off <= 1, off + " values are off from " + from);
        }

        /** The nearest value of the table, times the largest magnitude. */
        private static void round(float[] values, float[] table, boolean keepsAboveZero) {
            float most = 0;
            for (float value : values) {
                most = Math.max(most, Math.abs(value));
            }
            for (int i = 0; i < values.length; i++) {
                double share = values[i] / (double) most;
                int best = 0;
                for (int code = 1; code < table.length; code++) {
                    if (Math.abs(table[code] - share) < Math.abs(table[best] - share)) {
                        best = code;
                    }
                }
                values[i] = table[keepsAboveZero && share > 0 ? Math.max(1, best) : best] * most;
            }
        }
    }
}
