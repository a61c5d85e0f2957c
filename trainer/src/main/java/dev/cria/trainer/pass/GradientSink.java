package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;

/** Takes the gradients of a backward pass as they are made, from the head down to the embedding. */
public interface GradientSink {

    /** Takes a gradient and its ownership. A parameter may get more than one; they add up. */
    void add(String name, NDArray gradient);

    /**
     * Says that no layer that is still to come uses the parameters of which gradients were added so
     * far, unless their names are {@code pending}.
     *
     * @param pending a parameter that gets another gradient later; null for none
     */
    void layerDone(String pending);
}
