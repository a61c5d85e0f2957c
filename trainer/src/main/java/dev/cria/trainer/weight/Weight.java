package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A weight of a model: kept as it is computed with, or stored in another type and converted when it
 * is needed.
 */
public interface Weight {

    /** Its axes, whatever it is stored as. */
    Shape shape();

    /** Whether {@link #value} answers, with real numbers of some type. */
    boolean isPlain();

    /** Whether {@link #value} is what is computed with. */
    boolean isResident();

    /** Whether training may change {@link #value}. */
    boolean isTrainable();

    /**
     * The weight as it is kept: in the type that is computed with if it is resident, otherwise in
     * the type that it is stored in.
     *
     * @throws IllegalStateException when it is kept as codes, which only {@link #into} understands
     */
    NDArray value();

    /** Writes its values into an array of its shape, in the array's type. */
    void into(NDArray target);
}
