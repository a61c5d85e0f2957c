package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One text being continued: the keys and values [K, capacity, C] of every layer so far. */
public final class KeyValueCache implements AutoCloseable {

    private final Policy policy;
    private final NDManager memory;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private final int capacity;
    private int length;

    /** Room for {@code capacity} tokens. */
    public KeyValueCache(Policy policy, int capacity) {
        this.policy = policy;
        this.memory = policy.engine().newScope();
        this.capacity = capacity;
        LlamaConfig config = policy.model().config();
        Shape shape = new Shape(config.numKvHeads(), capacity, config.headDim());
        for (int i = 0; i < config.numLayers(); i++) {
            keys.add(room(shape));
            values.add(room(shape));
        }
    }

    private NDArray room(Shape shape) {
        return FileArrays.allocate(policy.engine(), memory, policy.engine().computeType(), shape);
    }

    /** Takes in more tokens; answers the logits [V] after the last of them. */
    public float[] append(int... ids) {
        if (length + ids.length > capacity) {
            throw new IllegalStateException(
                    "the cache holds %d tokens, %d were given"
                            .formatted(capacity, length + ids.length));
        }
        try (NDManager scope = policy.engine().newScope()) {
            int[] positions = IntStream.range(length, length + ids.length).toArray();
            var rope = BatchTensors.rope(policy, positions, scope);
            NDArray shape = policy.shape(scope);
            NDArray past = Engine.integers(scope, length);
            NDArray x_TD = Forward.embed(policy, scope.create(BatchTensors.longs(ids)), scope);
            for (int layer = 0; layer < keys.size(); layer++) {
                var call =
                        policy.engine()
                                .call("layer_decode", scope)
                                .with(x_TD)
                                .with(rope.get(0))
                                .with(rope.get(1))
                                .with(keys.get(layer))
                                .with(values.get(layer))
                                .with(past)
                                .with(shape);
                NDArray y_TD = Forward.withWeights(call, policy, layer).runOne();
                x_TD.close();
                x_TD = y_TD;
            }
            length += ids.length;
            NDArray last_1D =
                    policy.engine()
                            .call("rows", scope)
                            .with(x_TD)
                            .with(scope.create(new long[] {ids.length - 1}))
                            .runOne();
            return Forward.logits(policy, last_1D, shape, scope).toFloatArray();
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
