package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.Parameter;

/**
 * A head of one row [1, D] beside that of the vocabulary, over the same last norm: an estimate of
 * what is still to be gained. It begins with zeros, so that at first its loss leaves the weights
 * below it as they are.
 */
public final class ValueHead implements AutoCloseable {

    /** The name of its only parameter. */
    public static final String NAME = "value_head.weight";

    private final NDManager memory;
    private final NDArray weight_1D;
    private final boolean detached;

    /**
     * A head of zeros.
     *
     * @param detached whether the loss of values trains this head alone, and nothing below it
     */
    public ValueHead(LlamaModel model, boolean detached) {
        this.memory = model.engine().newScope();
        this.weight_1D = memory.zeros(new Shape(1, model.config().hiddenSize()));
        this.detached = detached;
    }

    /** Its only parameter. */
    public Parameter parameter() {
        return new Parameter(NAME, weight_1D, true);
    }

    NDArray weight() {
        return weight_1D;
    }

    boolean isDetached() {
        return detached;
    }

    @Override
    public void close() {
        memory.close();
    }
}
