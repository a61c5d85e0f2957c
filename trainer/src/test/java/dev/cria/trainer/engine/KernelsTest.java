package dev.cria.trainer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelsTest {

    @Test
    void clippingScalesGradientsToTheLimitAndAnswersTheNormBefore() {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray g = scope.create(new float[] {3, 4});
            NDArray norm =
                    engine.call("norm_of", scope).with(List.of(g, scope.create(12f))).runOne();
            assertEquals(13f, norm.getFloat(), 1e-6);
        }
    }

    @Test
    void boundsAreWhereSegmentsBeginAndTheLastOneEnds() {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            NDArray bounds =
                    engine.call("bounds", scope)
                            .with(
                                    Engine.integers(
                                            scope,
                                            new long[] {0, 3, 0, 0, 3, 2, 0, 0},
                                            new Shape(2, 4)))
                            .with(scope.create(0f))
                            .runOne();
            assertArrayEquals(new int[] {0, 3, 5}, bounds.toIntArray());
        }
    }

    @Test
    void layerRunsForwardAndBackward() {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope()) {
            List<NDArray> w = new ArrayList<>();
            int d = 8;
            int[][] shapes = {{d}, {d, d}, {4, d}, {4, d}, {d, d}, {d}, {16, d}, {16, d}, {d, 16}};
            for (int[] s : shapes) {
                w.add(
                        scope.ones(s.length == 1 ? new Shape(s[0]) : new Shape(s[0], s[1]))
                                .mul(0.1f));
            }
            List<NDArray> none = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                none.add(scope.create(new float[0]));
            }
            List<NDArray> none2 = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                none2.add(scope.create(new float[0]));
            }
            NDList rope =
                    engine.call("rope", scope)
                            .with(scope.create(new long[] {0, 1, 2, 0, 1}))
                            .with(scope.create(new float[] {1f, 0.1f}))
                            .run();
            NDArray x = scope.arange(40f).reshape(5, 8).div(40f);
            NDList out =
                    engine.call("layer_train", scope)
                            .with(x)
                            .with(rope.get(0))
                            .with(rope.get(1))
                            .with(
                                    scope.create(
                                            new long[] {0, 3, 0, 0, 3, 2, 0, 0}, new Shape(2, 4)))
                            .with(scope.create(new long[0]))
                            .with(Engine.settings(scope, 2, 1, 4, 1e-5, 0, 0, 0, 0))
                            .with(w)
                            .with(none)
                            .with(none2)
                            .with(List.of(scope.create(new float[0])))
                            .run();
            assertEquals(9, out.size());
            long[] trains = new long[17];
            java.util.Arrays.fill(trains, 0, 10, 1);
            NDList grads =
                    engine.call("layer_backward", scope)
                            .with(scope.ones(new Shape(5, 8)))
                            .with(x)
                            .with(new ArrayList<>(out.subList(1, 9)))
                            .with(rope.get(0))
                            .with(rope.get(1))
                            .with(
                                    scope.create(
                                            new long[] {0, 3, 0, 0, 3, 2, 0, 0}, new Shape(2, 4)))
                            .with(scope.create(new long[0]))
                            .with(Engine.settings(scope, 2, 1, 4, 1e-5, 0, 0, 0, 0))
                            .with(Engine.integers(scope, trains))
                            .with(w)
                            .with(none)
                            .with(none2)
                            .with(List.of(scope.create(new float[0])))
                            .run();
            assertEquals(10, grads.size());
            assertEquals(new Shape(5, 8), grads.get(0).getShape());
        }
    }
}
