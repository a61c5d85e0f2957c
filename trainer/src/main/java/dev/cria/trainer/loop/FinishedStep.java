package dev.cria.trainer.loop;

/** A step that has been run, as the hooks of a loop pass it on. */
public final class FinishedStep {

    private final StepMetrics metrics;
    private boolean last;

    FinishedStep(StepMetrics metrics) {
        this.metrics = metrics;
        this.last = metrics.step() == metrics.totalSteps();
    }

    /** The step, counted from 1. */
    public long number() {
        return metrics.step();
    }

    /** What it did. */
    public StepMetrics metrics() {
        return metrics;
    }

    /** Whether no other step follows; so far as the hooks up to here know. */
    public boolean last() {
        return last;
    }

    /** Ends the run after this step's hooks. */
    public void end() {
        last = true;
    }
}
