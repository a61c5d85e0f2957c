package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Segment;
import dev.cria.trainer.engine.Engine;
import java.util.Arrays;
import java.util.List;

/**
 * A batch as tensors. T tokens, N rows with loss, U tokens whose output is wanted, S segments, C
 * head width.
 *
 * @param ids_T token ids, int64
 * @param cos_T1C cosines of the rotary angles
 * @param sin_T1C sines of the rotary angles
 * @param segments_S4 see kernels.py
 * @param keep_U positions whose output the last layer has to give, rising, int64; empty for all
 * @param rows_N where each target's prediction stands among the outputs of the last layer, int64
 * @param targets_N the targets, int64
 * @param shape the numbers that kernels read, where nothing is dropped
 * @param policy whose numbers these are
 * @param dropout what layers drop
 */
record BatchTensors(
        NDArray ids_T,
        NDArray cos_T1C,
        NDArray sin_T1C,
        NDArray segments_S4,
        NDArray keep_U,
        NDArray rows_N,
        NDArray targets_N,
        NDArray shape,
        Policy policy,
        Dropout dropout) {

    /** For log-probabilities: the last layer gives what predicts a target. */
    static BatchTensors ofTargets(Policy policy, Batch batch, NDManager scope) {
        return ofTargets(policy, batch, Dropout.NONE, scope);
    }

    /** The same for a backward pass. */
    static BatchTensors ofTargets(Policy policy, Batch batch, Dropout dropout, NDManager scope) {
        int[] keep = Arrays.stream(batch.rows()).sorted().distinct().toArray();
        int[] rows = new int[batch.rows().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.binarySearch(keep, batch.rows()[i]);
        }
        return of(policy, batch, keep, rows, dropout, scope);
    }

    /** For outputs at every position. */
    static BatchTensors ofAll(Policy policy, Batch batch, NDManager scope) {
        return of(policy, batch, new int[0], batch.rows(), Dropout.NONE, scope);
    }

    private static BatchTensors of(
            Policy policy, Batch batch, int[] keep, int[] rows, Dropout dropout, NDManager scope) {
        NDList rope = rope(policy, batch.positions(), scope);
        return new BatchTensors(
                scope.create(longs(batch.ids())),
                rope.get(0),
                rope.get(1),
                segments(batch.segments(), scope),
                scope.create(longs(keep)),
                scope.create(longs(rows)),
                scope.create(longs(batch.targets())),
                policy.shape(scope),
                policy,
                dropout);
    }

    /** The numbers that the kernels of a layer read. */
    NDArray shape(int layer, NDManager scope) {
        return dropout.probability() == 0
                ? shape
                : policy.shape(scope, dropout.probability(), dropout.layerSeed(layer));
    }

    /** What the layer takes of {@link #keep_U}: only the last one may leave tokens out. */
    NDArray keep(boolean lastLayer, NDManager scope) {
        return lastLayer ? keep_U : scope.create(new long[0]);
    }

    /** Cosines and sines of the rotary angles at given positions. */
    static NDList rope(Policy policy, int[] positions, NDManager scope) {
        try (NDArray positions_T = scope.create(longs(positions))) {
            NDList angles =
                    policy.engine()
                            .call("rope", scope)
                            .with(positions_T)
                            .with(policy.model().frequencies())
                            .run();
            return new NDList(
                    policy.engine().computed(angles.get(0), scope),
                    policy.engine().computed(angles.get(1), scope));
        }
    }

    static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static NDArray segments(List<Segment> segments, NDManager scope) {
        long[] values =
                segments.stream()
                        .flatMapToLong(
                                s ->
                                        Arrays.stream(
                                                new long[] {
                                                    s.start(),
                                                    s.length(),
                                                    s.prefixStart(),
                                                    s.prefixLength()
                                                }))
                        .toArray();
        return Engine.integers(scope, values, new Shape(segments.size(), 4));
    }
}
