package dev.cria.trainer.loop;

/** Is told of every optimizer step. */
public interface StepListener {

    /** Called after the step, on the training thread. */
    void onStep(StepMetrics metrics);
}
