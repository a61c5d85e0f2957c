package dev.cria.trainer.optim;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Changes parameters by their gradients, remembering what it needs between updates. */
public interface Optimizer extends Resumable, AutoCloseable {

    /**
     * What holds for all parameters of an update.
     *
     * @param number counted from 1; updates that were left out do not count
     * @param learningRate of this update
     * @param gradientScale gradients are multiplied by it first: below 1 where they are clipped
     */
    record Update(long number, double learningRate, double gradientScale) {}

    /**
     * Changes the parameters that have a gradient here. An update may come in pieces, each with
     * other parameters, so that a layer's gradients need not outlive its backward pass; the result
     * is that of one piece. Gradients may be overwritten.
     *
     * @param gradients by the name of the parameter
     */
    void step(Update update, Map<String, NDArray> gradients);

    /**
     * As {@link #step}, of a table of which only some rows had a gradient. A table is changed
     * either by this or by {@link #step}, always by the same.
     */
    void stepRows(Update update, String name, RowGradient gradient);

    /** The arrays of fp32 numbers that the next update reads, by their names in the state. */
    Map<String, NDArray> numbers();

    @Override
    void close();
}
