package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A weight of a model: kept as it is computed with, or stored and converted when it is needed. */
public interface Weight {

    /** Its axes, whatever it is stored as. */
    Shape shape();

    /** Whether {@link #value} answers. */
    boolean isResident();

    /**
     * The weight itself, in the type that is computed with.
     *
     * @throws IllegalStateException when it is only stored
     */
    NDArray value();

    /** Writes its values into an array of its shape, unseen by any graph over that array. */
    void into(NDArray target);
}
