package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import java.util.List;

/** Which batches each optimizer step runs: a pure function of the step. */
public interface BatchPlan {

    /** The batches of a step, counted from 1; their gradients are added up. */
    List<Batch> batches(long step);

    /** Number of steps of the run. */
    long totalSteps();
}
