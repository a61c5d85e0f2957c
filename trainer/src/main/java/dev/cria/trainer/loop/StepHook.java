package dev.cria.trainer.loop;

/** Work after every optimizer step; a loop's hooks run in their order, on the training thread. */
public interface StepHook {

    /** Called when a step is done; its update may have been left out. */
    void after(FinishedStep step);

    /**
     * Called when training has gone back to an earlier step because a step was not finite or its
     * loss a spike.
     *
     * @param spike the step that led back
     * @param back the step after which training goes on
     */
    default void rolledBack(FinishedStep spike, long back) {}
}
