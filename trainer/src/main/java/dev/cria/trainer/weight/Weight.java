package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;

/**
 * A weight of a model: kept as it is computed with, or stored in another type and converted when it
 * is needed.
 */
public interface Weight {

    /** Its axes, whatever it is stored as. */
    Shape shape();

    /** The type of {@link #value}; null where the weight is kept as codes. */
    DType type();

    /** Whether training may change {@link #value}. */
    boolean isTrainable();

    /**
     * The weight as it is kept.
     *
     * @throws IllegalStateException when it is kept as codes, which only {@link #into} understands
     */
    NDArray value();

    /** Writes its values into an array of its shape, in the array's type. */
    void into(Engine engine, NDArray target);
}
