package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import dev.cria.trainer.optim.RowGradient;
import java.util.Map;

/** Takes the gradients of a backward pass as they are made, from the head down to the embedding. */
public interface GradientSink {

    /**
     * Called once for each batch, before its first gradient is final: the batch's shares of the
     * loss and other figures.
     */
    void begin(Map<String, Double> shares);

    /** Takes a gradient and its ownership. A parameter may get more than one; they add up. */
    void add(String name, NDArray gradient);

    /** As {@link #add}, of a table of which only some rows were used. */
    void addRows(String name, RowGradient gradient);

    /**
     * Says that no layer that is still to come uses the parameters of which gradients were added so
     * far, but for one.
     *
     * @param pending a parameter that gets another gradient later; null for none
     */
    void layerDone(String pending);
}
