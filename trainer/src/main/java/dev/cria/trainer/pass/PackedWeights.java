package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies in fp32 of the weights of a policy as it is now, in the order in which the processor
 * multiplies. Generation has few rows for each weight, so that bringing weights into that order
 * each time would take most of the time: products with copies take half of it, whatever the model
 * is stored in.
 *
 * <p>A matrix whose products with copies would depend on how many rows there are is copied as it
 * is.
 */
final class PackedWeights implements AutoCloseable {

    /** As many as a product of packed weights takes at a time. */
    private static final int ROWS = 64;

    private static final Map<Product, Boolean> STEADY = new ConcurrentHashMap<>();

    private final Engine engine;
    private final NDManager memory;
    private final List<LlamaLayer> layers = new ArrayList<>();
    private final NDArray head;

    /** What decides how a product is computed. */
    private record Product(Shape weight, int threads) {}

    PackedWeights(Policy policy) {
        this.engine = policy.engine();
        this.memory = engine.newScope();
        for (int layer = 0; layer < policy.model().numLayers(); layer++) {
            layers.add(
                    new LlamaLayer(
                            policy.layer(layer).weights().stream().map(this::copy).toList()));
        }
        this.head = copy(policy.head());
    }

    /** Bytes that they take. */
    static long bytes(Policy policy) {
        long numbers = policy.head().size();
        for (NDArray weight : policy.layer(0).weights()) {
            numbers += policy.model().numLayers() * weight.size();
        }
        return numbers * Float.BYTES;
    }

    private NDArray copy(NDArray weight) {
        if (weight.getShape().dimension() == 1) {
            return plain(weight);
        }
        try (NDManager scope = engine.newScope()) {
            NDArray fp32 = weight.toType(DataType.FLOAT32, false);
            if (fp32 != weight) {
                fp32.attach(scope);
            }
            NDArray packed = engine.call("pack", scope).with(fp32).runOne();
            Product product = new Product(weight.getShape(), engine.threads());
            if (!STEADY.computeIfAbsent(product, key -> isSteady(packed))) {
                return plain(weight);
            }
            packed.attach(memory);
            return packed;
        }
    }

    private NDArray plain(NDArray weight) {
        NDArray fp32 = weight.toType(DataType.FLOAT32, true);
        fp32.attach(memory);
        return fp32;
    }

    private boolean isSteady(NDArray packed) {
        try (NDManager scope = engine.newScope()) {
            Shape rows = new Shape(ROWS, packed.getShape().get(1));
            NDArray x_TI = scope.randomUniform(-1, 1, rows);
            return engine.call("packed_steadily", scope)
                    .with(x_TI)
                    .with(packed)
                    .runOne()
                    .toBooleanArray()[0];
        }
    }

    LlamaLayer layer(int index) {
        return layers.get(index);
    }

    NDArray head() {
        return head;
    }

    @Override
    public void close() {
        memory.close();
    }
}
