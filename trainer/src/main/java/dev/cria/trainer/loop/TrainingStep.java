package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.optim.LearningRate;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Backpropagation;
import dev.cria.trainer.pass.Gradients;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleFunction;

/**
 * One optimizer step: the gradients of its batches are added up, clipped and applied.
 *
 * @param maxGradNorm limit of the global gradient norm; 0 for none
 * @param inBackward whether gradients are applied as soon as they are made instead of being
 *     gathered: less memory, but no limit of their norm, and one batch per step
 * @param activations what is kept for the backward pass
 */
public record TrainingStep(
        Policy policy,
        Objective objective,
        Optimizer optimizer,
        LearningRate schedule,
        double maxGradNorm,
        boolean inBackward,
        ActivationMemory activations) {

    /**
     * What the batches of a step gave.
     *
     * @param gradNorm global L2 norm of the gradients before clipping
     * @param learningRate the rate that the step used
     * @param tokens tokens that ran through the model
     * @param figures the objective's other figures
     * @param verdict whether the parameters were changed
     */
    public record Outcome(
            double loss,
            double gradNorm,
            double learningRate,
            long tokens,
            Map<String, Double> figures,
            SpikeGuard.Verdict verdict) {}

    /**
     * Runs a step, counted from 1. The guard decides by the loss whether the parameters are
     * changed.
     *
     * @throws BatchException before any parameter is changed; only with {@code inBackward} upper
     *     layers may have been
     */
    public Outcome run(long step, List<Batch> batches, SpikeGuard guard) {
        batches.forEach(batch -> requireTargets(step, batch));
        return inBackward
                ? runInBackward(step, batches, guard)
                : runThenUpdate(step, batches, guard);
    }

    private Outcome runThenUpdate(long step, List<Batch> batches, SpikeGuard guard) {
        StepTotals totals = StepTotals.of(batches);
        Map<String, Double> figures = new HashMap<>();
        Backpropagation pass = new Backpropagation(policy, activations, step);
        double rate = schedule.at(step - 1);
        try (Gradients gradients = new Gradients(policy.engine())) {
            for (Batch batch : batches) {
                pass.run(batch, objective, totals, gradients)
                        .forEach((name, share) -> figures.merge(name, share, Double::sum));
            }
            double loss = figures.remove("loss");
            double gradNorm = gradients.norm();
            requireFinite("the loss", loss, step, batches);
            requireFinite("the gradient norm", gradNorm, step, batches);
            SpikeGuard.Verdict verdict = guard.judge(step, loss);
            if (verdict == SpikeGuard.Verdict.APPLY) {
                double scale = Gradients.scale(gradNorm, maxGradNorm);
                Optimizer.Update update = new Optimizer.Update(guard.update(step), rate, scale);
                optimizer.step(update, gradients.byName());
                gradients
                        .rowsByName()
                        .forEach((name, rows) -> optimizer.stepRows(update, name, rows));
            }
            return new Outcome(loss, gradNorm, rate, totals.tokens(), figures, verdict);
        }
    }

    private Outcome runInBackward(long step, List<Batch> batches, SpikeGuard guard) {
        if (batches.size() != 1 || maxGradNorm > 0) {
            throw new IllegalArgumentException(
                    "an update in the backward pass takes one batch and no limit of the norm");
        }
        StepTotals totals = StepTotals.of(batches);
        double rate = schedule.at(step - 1);
        AtomicReference<SpikeGuard.Verdict> verdict = new AtomicReference<>();
        DoubleFunction<Optimizer.Update> decide =
                loss -> {
                    requireFinite("the loss", loss, step, batches);
                    verdict.set(guard.judge(step, loss));
                    return verdict.get() == SpikeGuard.Verdict.APPLY
                            ? new Optimizer.Update(guard.update(step), rate, 1)
                            : null;
                };
        try (UpdateInBackward sink = new UpdateInBackward(policy.engine(), optimizer, decide)) {
            Map<String, Double> figures =
                    new HashMap<>(
                            new Backpropagation(policy, activations, step)
                                    .run(batches.get(0), objective, totals, sink));
            if (!Double.isFinite(sink.norm())) {
                throw notFinite(
                        "the gradient norm is " + sink.norm() + ", and updates were done with it",
                        "The newest checkpoint is from before. ",
                        step,
                        batches);
            }
            return new Outcome(
                    figures.remove("loss"),
                    sink.norm(),
                    rate,
                    totals.tokens(),
                    figures,
                    verdict.get());
        }
    }

    private static void requireTargets(long step, Batch batch) {
        if (batch.numTargets() == 0) {
            throw BatchException.unusable(
                    step,
                    List.of(batch),
                    "no token of a batch carries loss; nothing was changed",
                    "Take these rows out, or let more of them carry loss (train_on, weights of messages).");
        }
    }

    private static void requireFinite(String what, double value, long step, List<Batch> batches) {
        if (!Double.isFinite(value)) {
            throw notFinite(what + " is " + value + "; nothing was changed", "", step, batches);
        }
    }

    private static BatchException notFinite(
            String what, String state, long step, List<Batch> batches) {
        return BatchException.blowUp(
                step,
                batches,
                what,
                state
                        + "A lower learning_rate or max_grad_norm usually helps; otherwise look at these rows.");
    }
}
