package dev.cria.trainer.loop;

/** Work after every optimizer step; a loop's hooks run in their order, on the training thread. */
public interface StepHook {

    /** Called when a step is done; its update may have been left out. */
    void after(FinishedStep step);

    /**
     * Called when training has gone back to an earlier step because of a spike of the loss.
     *
     * @param spike the step of the spike; its update was not done
     * @param back the step after which training goes on
     */
    default void rolledBack(FinishedStep spike, long back) {}
}
