package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import java.util.List;
import java.util.Map;

/** A step that is done, as the hooks of a loop pass it on. */
public final class FinishedStep {

    private final StepMetrics metrics;
    private final List<Batch> batches;
    private final SpikeGuard.Verdict verdict;
    private final String reason;
    private boolean last;
    private boolean saves;
    private boolean stopped;

    FinishedStep(
            StepMetrics metrics, List<Batch> batches, SpikeGuard.Verdict verdict, String reason) {
        this.metrics = metrics;
        this.batches = batches;
        this.verdict = verdict;
        this.reason = reason;
        this.last = metrics.step() == metrics.totalSteps();
    }

    /** The step, counted from 1. */
    public long number() {
        return metrics.step();
    }

    /** What it did; hooks may add to its figures. */
    public StepMetrics metrics() {
        return metrics;
    }

    /** What it ran over; nothing where it was left out. */
    public List<Batch> batches() {
        return batches;
    }

    /** Whether the parameters were changed. */
    public boolean applied() {
        return verdict == SpikeGuard.Verdict.APPLY;
    }

    SpikeGuard.Verdict verdict() {
        return verdict;
    }

    /** Why the parameters were not changed; empty where they were. */
    String reason() {
        return reason;
    }

    /** Adds figures to the step's metrics. */
    void add(Map<String, Double> figures) {
        metrics.extras().putAll(figures);
    }

    /** Whether no other step follows, so far as the hooks up to here know. */
    public boolean last() {
        return last;
    }

    /** Ends the run after this step's hooks. */
    public void end() {
        last = true;
    }

    /** Ends the run here, though the plan goes on: the user has asked for it. */
    public void stop() {
        last = true;
        stopped = true;
    }

    /** Whether the run ends here for a reason that another run would not have. */
    boolean stopped() {
        return stopped;
    }

    /** Whether a checkpoint is asked for. */
    boolean saves() {
        return saves;
    }

    /** Asks for a checkpoint. */
    void save() {
        saves = true;
    }
}
