package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps in turn, and what is to be done after each.
 *
 * @param stage name that metrics carry
 * @param guard decides whether a step counts
 * @param checkpoints what the guard goes back to; null where it never does
 * @param hooks run after every step, in this order; what saves comes last
 */
public record TrainingLoop(
        String stage,
        TrainingStep training,
        BatchPlan plan,
        SpikeGuard guard,
        Rewind checkpoints,
        List<StepHook> hooks) {

    private static final Logger LOG = System.getLogger(TrainingLoop.class.getName());

    /** The figure of a step whose update was left out. */
    public static final String SKIPPED = "skipped";

    /** A loop that never leaves out a step. */
    public TrainingLoop(String stage, TrainingStep training, BatchPlan plan, List<StepHook> hooks) {
        this(stage, training, plan, SpikeGuard.off(), null, hooks);
    }

    /** Runs the steps after {@code doneSteps}; answers the last step that was run. */
    public long run(long doneSteps) {
        if (guard.rollsBack() && doneSteps == 0) {
            checkpoints.save(0);
        }
        long step = doneSteps;
        while (step < plan.totalSteps()) {
            step++;
            FinishedStep finished = guard.leavesOut(step) ? leftOut(step) : train(step);
            if (finished.verdict() == SpikeGuard.Verdict.ROLLBACK) {
                step = rollBack(finished);
                continue;
            }
            try {
                hooks.forEach(hook -> hook.after(finished));
            } catch (NotFiniteException e) {
                step = rollBack(spoiled(e));
                continue;
            }
            if (finished.last()) {
                break;
            }
        }
        return step;
    }

    private FinishedStep train(long step) {
        long start = System.nanoTime();
        List<Batch> batches = plan.batches(step);
        TrainingStep.Outcome outcome = training.run(step, batches, guard);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> figures = new HashMap<>(outcome.figures());
        switch (outcome.verdict()) {
            case STOP ->
                    throw BatchException.blowUp(
                            step,
                            batches,
                            outcome.reason(),
                            "Look at these rows; a lower learning_rate or another spike_action lets training go on.");
            case SKIP -> {
                figures.put(SKIPPED, 1.0);
                LOG.log(
                        Level.WARNING,
                        "step {0}: update left out: {1}; rows {2}",
                        step,
                        outcome.reason(),
                        BatchException.rows(batches));
            }
            default -> {}
        }
        StepMetrics metrics =
                new StepMetrics(
                        stage,
                        step,
                        plan.totalSteps(),
                        outcome.loss(),
                        outcome.gradNorm(),
                        outcome.learningRate(),
                        outcome.tokens(),
                        outcome.tokens() / seconds,
                        seconds,
                        figures);
        return new FinishedStep(metrics, batches, outcome.verdict(), outcome.reason());
    }

    /** A step whose state was found not to be finite when it was to be saved. */
    private FinishedStep spoiled(NotFiniteException found) {
        SpikeGuard.Verdict verdict = guard.judgeNotFinite(found.step(), false);
        if (verdict == SpikeGuard.Verdict.STOP) {
            throw BatchException.blowUp(
                    found.step(),
                    plan.batches(found.step()),
                    found.getMessage(),
                    "The newest checkpoint is from before.");
        }
        StepMetrics metrics = notRun(found.step(), new HashMap<>());
        return new FinishedStep(metrics, plan.batches(found.step()), verdict, found.getMessage());
    }

    /** A step that is not run, because training went back over it. */
    private FinishedStep leftOut(long step) {
        StepMetrics metrics = notRun(step, new HashMap<>(Map.of(SKIPPED, 1.0)));
        return new FinishedStep(metrics, List.of(), SpikeGuard.Verdict.SKIP, "led back before");
    }

    /** What is known of a step that does not count. */
    private StepMetrics notRun(long step, Map<String, Double> figures) {
        return new StepMetrics(
                stage,
                step,
                plan.totalSteps(),
                Double.NaN,
                Double.NaN,
                training.schedule().at(step - 1),
                0,
                Double.NaN,
                0,
                figures);
    }

    private long rollBack(FinishedStep spike) {
        long back = checkpoints.restore();
        guard.rolledBack(spike.number(), back);
        // At once, so that a run that ends before the next checkpoint knows what to leave out.
        checkpoints.save(back);
        LOG.log(
                Level.WARNING,
                "step {0}: back to step {1}: {2}; left out are steps {3}; rows {4}",
                spike.number(),
                back,
                spike.reason(),
                guard.leftOut(),
                BatchException.rows(spike.batches()));
        hooks.forEach(hook -> hook.rolledBack(spike, back));
        return back;
    }
}
