package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import java.util.stream.IntStream;

/**
 * Cosines and sines of the rotary angles of the first positions, computed once in pieces of a fixed
 * size: the last bits of a cosine may depend on where in an array it stands.
 */
final class RopeTable implements AutoCloseable {

    private static final int PIECE = 1024;

    private final Policy policy;
    private final NDManager memory;
    private NDArray cos;
    private NDArray sin;
    private int size;

    RopeTable(Policy policy) {
        this.policy = policy;
        this.memory = policy.engine().newScope();
    }

    /** Those [T, 1, C] of the given positions. */
    NDList at(int[] positions, NDManager scope) {
        reach(IntStream.of(positions).max().orElse(0) + 1);
        try (NDArray rows_T = scope.create(BatchTensors.longs(positions))) {
            return new NDList(take(cos, rows_T, scope), take(sin, rows_T, scope));
        }
    }

    private NDArray take(NDArray table, NDArray rows_T, NDManager scope) {
        Engine engine = policy.engine();
        return engine.call("take_rows", scope).with(table).with(rows_T).runOne();
    }

    private void reach(int positions) {
        while (size < positions) {
            int[] next = IntStream.range(size, size + PIECE).toArray();
            try (NDManager scope = memory.newSubManager()) {
                NDList piece = BatchTensors.rope(policy, next, scope);
                cos = append(cos, piece.get(0));
                sin = append(sin, piece.get(1));
            }
            size += PIECE;
        }
    }

    private NDArray append(NDArray table, NDArray piece) {
        if (table == null) {
            piece.attach(memory);
            return piece;
        }
        NDArray longer = policy.engine().call("join_rows", memory).with(table).with(piece).runOne();
        table.close();
        return longer;
    }

    @Override
    public void close() {
        memory.close();
    }
}
