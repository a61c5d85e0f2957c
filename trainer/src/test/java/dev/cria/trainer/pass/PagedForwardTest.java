package dev.cria.trainer.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.ModelLoader;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PagedForwardTest {

    /** What the same answer alone and in any batch rests on. */
    @ParameterizedTest(name = "{0} to {1}, {2} threads")
    @CsvSource({
        "768, 768, 2",
        "768, 2048, 1",
        "2048, 768, 3",
        "768, 4096, 4",
        "48, 100, 2",
        "100, 33, 2",
        "16, 8, 2",
        "2048, 8, 16"
    })
    void bitsOfARowDoNotDependOnHowManyRowsAreMultiplied(int in, int out, int threads) {
        try (Engine engine = Engine.cpu();
                NDManager memory = engine.newScope()) {
            int before = engine.threads();
            engine.computeWith(threads);
            NDArray x = ModelLoader.normal(memory, new Shape(64, in), 1, 1);
            NDArray w = ModelLoader.normal(memory, new Shape(out, in), 1, 2);
            float[] all = product(engine, x, w);
            for (int rows : new int[] {1, 2, 3, 5, 8, 14, 15, 16, 17, 31, 46}) {
                for (int from : new int[] {0, 1, 64 - rows}) {
                    try (NDArray part = x.get(from + ":" + (from + rows))) {
                        float[] expected = Arrays.copyOfRange(all, from * out, (from + rows) * out);
                        String what = rows + " rows from " + from;
                        assertArrayEquals(expected, product(engine, part, w), 0f, what);
                    }
                }
            }
            engine.computeWith(before);
        }
    }

    @ParameterizedTest(name = "{0} to {1}, {2} threads")
    @CsvSource({
        "768, 768, 2",
        "768, 2048, 1",
        "2048, 768, 3",
        "48, 100, 2",
        "100, 33, 2",
        "16, 8, 2",
        "2048, 8, 16",
        "768, 32064, 2"
    })
    void bitsOfARowDoNotDependOnHowManyRowsASteadilyPackedWeightMultiplies(
            int in, int out, int threads) {
        try (Engine engine = Engine.cpu();
                NDManager memory = engine.newScope()) {
            assumeTrue(engine.packs());
            int before = engine.threads();
            engine.computeWith(threads);
            NDArray x = ModelLoader.normal(memory, new Shape(400, in), 1, 1);
            NDArray plain = ModelLoader.normal(memory, new Shape(out, in), 1, 2);
            NDArray w = engine.call("pack", memory).with(plain).runOne();
            try (NDArray most = x.get(":64")) {
                assumeTrue(
                        engine.call("packed_steadily", memory)
                                .with(most)
                                .with(w)
                                .runOne()
                                .toBooleanArray()[0]);
            }
            float[] all = product(engine, x, w);
            assertArrayEquals(
                    Arrays.copyOf(product(engine, x, plain), out), Arrays.copyOf(all, out), 1e-3f);
            for (int rows : new int[] {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 64, 128, 240}) {
                for (int from : new int[] {0, 1, 400 - rows}) {
                    try (NDArray part = x.get(from + ":" + (from + rows))) {
                        float[] expected = Arrays.copyOfRange(all, from * out, (from + rows) * out);
                        String what = rows + " rows from " + from;
                        assertArrayEquals(expected, product(engine, part, w), 0f, what);
                    }
                }
            }
            engine.computeWith(before);
        }
    }

    private static float[] product(Engine engine, NDArray x, NDArray w) {
        try (NDManager scope = engine.newScope()) {
            return engine.call("row_product", scope).with(x).with(w).runOne().toFloatArray();
        }
    }
}
