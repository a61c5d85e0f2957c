package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A weight in memory of its own, as it is computed with; the only kind that can be trained. */
public record ResidentWeight(NDArray value) implements Weight {

    @Override
    public Shape shape() {
        return value.getShape();
    }

    @Override
    public boolean isResident() {
        return true;
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public boolean isTrainable() {
        return true;
    }

    @Override
    public void into(NDArray target) {
        value.copyTo(target);
    }
}
