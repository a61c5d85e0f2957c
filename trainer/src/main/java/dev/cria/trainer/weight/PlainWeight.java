package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;

/**
 * A frozen weight of real numbers, often lying in the file itself and then read-only.
 *
 * @param isResident whether its type is the one that is computed with
 */
record PlainWeight(Engine engine, NDArray value, boolean isResident) implements Weight {

    @Override
    public Shape shape() {
        return value.getShape();
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public boolean isTrainable() {
        return false;
    }

    @Override
    public void into(NDArray target) {
        try (NDManager scope = engine.newScope()) {
            engine.call("fill", scope).with(target).with(value).runOne();
        }
    }
}
