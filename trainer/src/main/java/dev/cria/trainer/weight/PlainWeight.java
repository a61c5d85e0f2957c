package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;

/**
 * A weight of real numbers, in memory or in the mapped file.
 *
 * @param isTrainable whether training may change the value; then it is fp32
 */
public record PlainWeight(NDArray value, DType type, boolean isTrainable) implements Weight {

    /** A weight in fp32 that training may change. */
    public static PlainWeight trainable(NDArray value) {
        return new PlainWeight(value, DType.F32, true);
    }

    @Override
    public Shape shape() {
        return value.getShape();
    }

    @Override
    public void into(Engine engine, NDArray target) {
        try (NDManager scope = engine.newScope()) {
            engine.call("fill", scope).with(target).with(value).runOne();
        }
    }
}
