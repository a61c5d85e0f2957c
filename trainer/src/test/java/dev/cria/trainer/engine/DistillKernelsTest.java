package dev.cria.trainer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.cria.trainer.model.ModelLoader;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Divergences and their gradients equal those that PyTorch differentiates from the definition, in
 * fp64 and all rows at once; the kernels take a few rows at a time.
 */
final class DistillKernelsTest {

    private static final int ROWS = 17;
    private static final int ROWS_AT_A_TIME = 7;
    private static final int WIDTH = 16;
    private static final int VOCABULARY = 300;

    @ParameterizedTest(
            name = "JSD {0}, share {1}, temperature {2}, {3} likeliest tokens, stored head {4}")
    @CsvSource({
        "0, 1.0, 1.0, 0, false",
        "0, 0.0, 1.0, 0, false",
        "0, 0.3, 2.0, 0, false",
        "1, 0.5, 1.0, 0, false",
        "1, 0.1, 3.0, 0, true",
        "0, 1.0, 0.5, 0, true",
        "0, 1.0, 1.0, 5, false",
        "0, 0.0, 2.0, 20, false",
        "0, 0.6, 1.0, 20, true",
        "1, 0.2, 2.0, 5, false",
        "0, 1.0, 1.0, 300, false",
    })
    void gradientsAreThoseOfTheDefinition(
            int jensenShannon, double share, double temperature, int likeliest, boolean stored) {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            Setting s = Setting.of(engine, scope, stored);
            NDArray how = Engine.settings(scope, jensenShannon, share, temperature);
            NDList teacher = likeliest == 0 ? s.teacher() : s.likeliest(likeliest, temperature);
            NDList actual =
                    engine.call("distill_backward", scope)
                            .with(s.h_ND)
                            .with(s.norm_D)
                            .with(s.head_VD)
                            .with(s.targets_N)
                            .with(s.weights_N4)
                            .with(s.shape)
                            .with(how)
                            .with(teacher)
                            .with(Engine.integers(scope, 1, stored ? 0 : 1))
                            .with(s.scratch)
                            .run();
            NDList expected = s.expected(jensenShannon == 1, share, temperature, likeliest);
            assertEquals(stored ? 3 : 4, actual.size());
            String[] names = {"numbers", "rows", "norm", "head"};
            for (int i = 0; i < actual.size(); i++) {
                assertArrayEquals(floats(expected.get(i)), floats(actual.get(i)), 2e-5f, names[i]);
            }
            NDArray numbers =
                    engine.call("distill", scope)
                            .with(s.h_ND)
                            .with(s.norm_D)
                            .with(s.head_VD)
                            .with(s.targets_N)
                            .with(s.shape)
                            .with(how)
                            .with(teacher)
                            .with(s.scratch)
                            .runOne();
            assertArrayEquals(floats(actual.get(0)), floats(numbers), 0f);
        }
    }

    /** As fp32; checks that the arrays are large enough to mean something. */
    private static float[] floats(NDArray array) {
        float[] values = array.toType(DataType.FLOAT32, true).toFloatArray();
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertEquals(true, largest > 1e-2, "all are near 0: " + Arrays.toString(values));
        return values;
    }

    /** A student's and a teacher's last rows and heads. */
    private record Setting(
            Engine engine,
            NDManager scope,
            NDArray h_ND,
            NDArray norm_D,
            NDArray head_VD,
            NDArray targets_N,
            NDArray weights_N4,
            NDArray shape,
            NDArray scratch) {

        static Setting of(Engine engine, NDManager scope, boolean stored) {
            float[] weights = new float[4 * ROWS];
            Random random = new Random(7);
            for (int i = 0; i < ROWS; i++) {
                weights[4 * i] = -random.nextFloat();
                weights[4 * i + 1] = random.nextFloat();
            }
            NDArray head_VD = ModelLoader.normal(scope, new Shape(VOCABULARY, WIDTH), 0.7, 3);
            return new Setting(
                    engine,
                    scope,
                    ModelLoader.normal(scope, new Shape(ROWS, WIDTH), 2, 1),
                    ModelLoader.normal(scope, new Shape(WIDTH), 1, 2),
                    converted(engine, scope, head_VD, stored ? 15 : 6),
                    scope.create(new Random(4).longs(ROWS, 0, VOCABULARY).toArray()),
                    scope.create(weights, new Shape(ROWS, 4)),
                    Engine.settings(scope, 1, 1, 1, 1e-5, 0, 0, 0, 0),
                    scope.create(new Shape(5L * VOCABULARY * ROWS_AT_A_TIME), DataType.FLOAT32));
        }

        private static NDArray converted(Engine engine, NDManager scope, NDArray array, int type) {
            return engine.call("convert", scope)
                    .with(array)
                    .with(Engine.integers(scope, type))
                    .runOne();
        }

        /** Of another width, its head in bf16. */
        NDList teacher() {
            NDArray head = ModelLoader.normal(scope, new Shape(VOCABULARY, 2 * WIDTH), 0.4, 8);
            return new NDList(
                    ModelLoader.normal(scope, new Shape(ROWS, 2 * WIDTH), 2, 9),
                    ModelLoader.normal(scope, new Shape(2 * WIDTH), 1, 10),
                    converted(engine, scope, head, 15),
                    Engine.settings(scope, 1, 1, 1, 1e-6, 0, 0, 0, 0));
        }

        NDList likeliest(int count, double temperature) {
            NDList teacher = teacher();
            return engine.call("likeliest", scope)
                    .with(teacher.get(0))
                    .with(teacher.get(1))
                    .with(teacher.get(2))
                    .with(teacher.get(3))
                    .with(Engine.settings(scope, count, temperature))
                    .with(scratch)
                    .run();
        }

        NDList expected(boolean jensenShannon, double share, double temperature, int likeliest) {
            NDArray h = h_ND.toType(DataType.FLOAT64, true);
            NDArray norm = norm_D.toType(DataType.FLOAT64, true);
            NDArray head = converted(engine, scope, head_VD, 6).toType(DataType.FLOAT64, true);
            for (NDArray array : new NDArray[] {h, norm, head}) {
                array.setRequiresGradient(true);
            }
            NDList teacher = teacher();
            NDArray theirs =
                    logits(
                            teacher.get(0).toType(DataType.FLOAT64, true),
                            teacher.get(1).toType(DataType.FLOAT64, true),
                            converted(engine, scope, teacher.get(2), 6)
                                    .toType(DataType.FLOAT64, true),
                            1e-6);
            NDArray numbers;
            try (GradientCollector gradients =
                    ai.djl.engine.Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray own = logits(h, norm, head, 1e-5);
                NDArray logp_N1 = own.logSoftmax(1).gather(targets_N.expandDims(1), 1);
                NDArray ls = own.div(temperature).logSoftmax(1);
                NDArray lt = theirs.div(temperature).logSoftmax(1);
                NDArray ids = lt.argSort(1, false).get(":, :" + Math.max(1, likeliest));
                if (likeliest > 0) {
                    ls = coarse(ls, ids);
                    lt = coarse(lt, ids);
                }
                NDArray forward_N1 = kl(lt, ls);
                NDArray divergence_N1 =
                        jensenShannon
                                ? jensenShannon(lt, ls, share)
                                : forward_N1.mul(share).add(kl(ls, lt).mul(1 - share));
                NDArray same = own.argMax(1).eq(ids.get(":, 0")).toType(DataType.FLOAT64, true);
                numbers =
                        NDArrays.concat(
                                new NDList(logp_N1, divergence_N1, forward_N1, same.expandDims(1)),
                                1);
                NDArray loss = numbers.mul(weights_N4.toType(DataType.FLOAT64, true)).sum();
                gradients.backward(loss);
            }
            return new NDList(
                    numbers.stopGradient(),
                    h.getGradient(),
                    norm.getGradient(),
                    head.getGradient());
        }

        private static NDArray logits(NDArray h, NDArray norm, NDArray head, double epsilon) {
            NDArray square = h.square().mean(new int[] {1}, true).add(epsilon);
            return h.div(square.sqrt()).mul(norm).matMul(head.transpose());
        }

        /** The likeliest, and all others together. */
        private static NDArray coarse(NDArray logs, NDArray ids) {
            NDArray some = logs.gather(ids, 1);
            NDArray rest = some.exp().sum(new int[] {1}, true).neg().add(1).clip(1e-30, 1).log();
            return some.concat(rest, 1);
        }

        private static NDArray kl(NDArray logP, NDArray logQ) {
            return logP.exp().mul(logP.sub(logQ)).sum(new int[] {1}, true);
        }

        private static NDArray jensenShannon(NDArray lt, NDArray ls, double share) {
            NDArray mixture = lt.exp().mul(share).add(ls.exp().mul(1 - share)).log();
            return kl(lt, mixture).mul(share).add(kl(ls, mixture).mul(1 - share));
        }
    }
}
