package dev.cria.trainer.optim;

import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import java.util.List;

/** What changes while training and must be as it was when a run goes on from a checkpoint. */
public interface Resumable {

    /** The state as tensors. */
    List<TensorData> state();

    /** Takes up such a state. */
    void restore(TensorSource source);

    /**
     * Whether it may begin at any step with no state: a checkpoint that was saved without it can be
     * gone on from.
     */
    default boolean startsAnywhere() {
        return false;
    }
}
