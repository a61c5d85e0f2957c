package dev.cria.trainer.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.ModelLoader;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernels that convert a stored head in blocks of the vocabulary give what those give that have
 * the whole head in fp32. So many rows that a block holds part of the vocabulary only.
 */
final class StoredHeadTest {

    private static final int WIDTH = 16;
    private static final int VOCABULARY = 10_000;

    @ParameterizedTest(name = "{0} rows, trained norm: {1}")
    @CsvSource({"4099,0", "4099,1", "3,0"})
    void blocksOfTheVocabularyGiveTheSame(int rows, int trainsNorm) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray h_ND = ModelLoader.normal(scope, new Shape(rows, WIDTH), 2, 1);
            NDArray norm_D = ModelLoader.normal(scope, new Shape(WIDTH), 1, 2);
            // A wide spread, so that the running maximum moves from block to block.
            NDArray wide_VD = ModelLoader.normal(scope, new Shape(VOCABULARY, WIDTH), 1.5, 3);
            NDArray stored_VD =
                    engine.call("convert", scope)
                            .with(wide_VD)
                            .with(Engine.integers(scope, 15))
                            .runOne();
            NDArray head_VD =
                    engine.call("convert", scope)
                            .with(stored_VD)
                            .with(Engine.integers(scope, 6))
                            .runOne();
            long[] targets = new Random(4).longs(rows, 0, VOCABULARY).toArray();
            NDArray targets_N = scope.create(targets);
            NDArray weight_N = ModelLoader.normal(scope, new Shape(rows), 1, 5);
            NDArray shape = Engine.settings(scope, 1, 1, 1, 1e-5, 0, 0, 0, 0);
            NDArray trainsNorm_1 = Engine.integers(scope, trainsNorm);

            NDList expected =
                    engine.call("head_backward", scope)
                            .with(h_ND)
                            .with(norm_D)
                            .with(head_VD)
                            .with(targets_N)
                            .with(weight_N)
                            .with(shape)
                            .with(trainsNorm_1)
                            .with(engine.scratch())
                            .run();
            NDList slopes =
                    engine.call("head_slopes", scope)
                            .with(h_ND)
                            .with(norm_D)
                            .with(stored_VD)
                            .with(targets_N)
                            .with(shape)
                            .run();
            NDList actual =
                    engine.call("head_weighed", scope)
                            .with(slopes.get(0))
                            .with(slopes.get(1))
                            .with(h_ND)
                            .with(norm_D)
                            .with(stored_VD)
                            .with(weight_N)
                            .with(shape)
                            .with(trainsNorm_1)
                            .run();
            assertSame(expected.get(0), actual.get(0), 1e-4f);
            assertSame(expected.get(1), actual.get(1), 1e-4f);
            if (trainsNorm == 1) {
                assertSame(expected.get(2), actual.get(2), 5e-2f);
            }
            NDArray logProbs =
                    engine.call("head_logprobs", scope)
                            .with(h_ND)
                            .with(norm_D)
                            .with(stored_VD)
                            .with(targets_N)
                            .with(shape)
                            .runOne();
            assertSame(expected.get(0), logProbs, 1e-4f);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "5000"})
    void logitsAreTheSame(int rows) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray h_ND = ModelLoader.normal(scope, new Shape(rows, WIDTH), 2, 1);
            NDArray norm_D = ModelLoader.normal(scope, new Shape(WIDTH), 1, 2);
            NDArray head_VD = ModelLoader.normal(scope, new Shape(5000, WIDTH), 1, 3);
            NDArray shape = Engine.settings(scope, 1, 1, 1, 1e-5, 0, 0, 0, 0);
            NDArray[] logits = new NDArray[2];
            String[] kernels = {"logits", "logits_stored"};
            for (int i = 0; i < 2; i++) {
                logits[i] =
                        engine.call(kernels[i], scope)
                                .with(h_ND)
                                .with(norm_D)
                                .with(head_VD)
                                .with(shape)
                                .runOne();
            }
            assertSame(logits[0], logits[1], 1e-4f);
        }
    }

    private static void assertSame(NDArray expected, NDArray actual, float tolerance) {
        assertArrayEquals(expected.toFloatArray(), actual.toFloatArray(), tolerance);
    }
}
