package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.Schedule;
import dev.cria.trainer.pass.Backpropagation;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Batches to updates: the gradients of a step's batches are added up, clipped and applied.
 *
 * @param stage name that metrics carry
 * @param maxGradNorm limit of the global gradient norm; 0 for none
 * @param saver writes checkpoints
 * @param stop asked after each step; true ends the run at a checkpoint
 */
public record TrainingLoop(
        String stage,
        Policy policy,
        Objective objective,
        BatchPlan plan,
        AdamW optimizer,
        Schedule schedule,
        double maxGradNorm,
        boolean activationCheckpointing,
        StepListener listener,
        Saver saver,
        BooleanSupplier stop) {

    /** Decides when a checkpoint is due, and writes it. */
    public interface Saver {

        /** Called after every step; {@code last} when no other step follows. */
        void afterStep(long step, boolean last);
    }

    /** Runs the steps after {@code doneSteps}; answers the last step that was run. */
    public long run(long doneSteps) {
        long step = doneSteps;
        while (step < plan.totalSteps()) {
            step++;
            listener.onStep(train(step));
            boolean last = step == plan.totalSteps() || stop.getAsBoolean();
            saver.afterStep(step, last);
            if (last) {
                break;
            }
        }
        return step;
    }

    private StepMetrics train(long step) {
        long start = System.nanoTime();
        List<Batch> batches = plan.batches(step);
        StepTotals totals = StepTotals.of(batches);
        Map<String, Double> figures = new HashMap<>();
        Backpropagation pass = new Backpropagation(policy, activationCheckpointing);
        double gradNorm;
        double rate = schedule.at(step - 1);
        try (Gradients gradients = new Gradients(policy.engine())) {
            for (Batch batch : batches) {
                pass.run(batch, objective, totals, gradients)
                        .forEach((name, share) -> figures.merge(name, share, Double::sum));
            }
            gradNorm = gradients.clip(maxGradNorm);
            requireFinite("the loss", figures.get("loss"), step, batches);
            requireFinite("the gradient norm", gradNorm, step, batches);
            optimizer.step(step, rate, gradients);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double loss = figures.remove("loss");
        long tokens = totals.tokens();
        return new StepMetrics(
                stage,
                step,
                plan.totalSteps(),
                loss,
                gradNorm,
                rate,
                tokens,
                tokens / seconds,
                seconds,
                figures);
    }

    private static void requireFinite(String what, double value, long step, List<Batch> batches) {
        if (!Double.isFinite(value)) {
            List<String> origins = batches.stream().flatMap(b -> b.origins().stream()).toList();
            throw new NonFiniteException(what, value, step, origins);
        }
    }
}
