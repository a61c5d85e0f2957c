package dev.cria.trainer.loop;

/** Work after every optimizer step; a loop's hooks run in their order, on the training thread. */
public interface StepHook {

    /** Called when the parameters have been changed. */
    void after(FinishedStep step);
}
