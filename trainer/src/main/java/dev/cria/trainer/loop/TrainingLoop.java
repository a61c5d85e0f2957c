package dev.cria.trainer.loop;

import java.util.List;

/**
 * Steps in turn, and what is to be done after each.
 *
 * @param stage name that metrics carry
 * @param hooks run after every step, in this order; what saves comes last
 */
public record TrainingLoop(
        String stage, TrainingStep training, BatchPlan plan, List<StepHook> hooks) {

    /** Runs the steps after {@code doneSteps}; answers the last step that was run. */
    public long run(long doneSteps) {
        long step = doneSteps;
        while (step < plan.totalSteps()) {
            step++;
            FinishedStep finished = new FinishedStep(train(step));
            hooks.forEach(hook -> hook.after(finished));
            if (finished.last()) {
                break;
            }
        }
        return step;
    }

    private StepMetrics train(long step) {
        long start = System.nanoTime();
        TrainingStep.Outcome outcome = training.run(step, plan.batches(step));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new StepMetrics(
                stage,
                step,
                plan.totalSteps(),
                outcome.loss(),
                outcome.gradNorm(),
                outcome.learningRate(),
                outcome.tokens(),
                outcome.tokens() / seconds,
                seconds,
                outcome.figures());
    }
}
