package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import java.util.List;

/** Which batches each optimizer step runs: a pure function of the step, and of the weights. */
public interface BatchPlan {

    /** The batches of a step, counted from 1; their gradients are added up. */
    List<Batch> batches(long step);

    /** Whether the batches of a step depend on the weights before it: none are made ahead then. */
    default boolean isOnPolicy() {
        return false;
    }

    /** Number of steps of the run. */
    long totalSteps();
}
