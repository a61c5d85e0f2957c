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
import java.util.Optional;
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
        ActivationMemory activations,
        StepSeam seam) {

    private static final String UNTOUCHED = "; nothing was changed";

    /** A step that nobody reaches into. */
    public TrainingStep(
            Policy policy,
            Objective objective,
            Optimizer optimizer,
            LearningRate schedule,
            double maxGradNorm,
            boolean inBackward,
            ActivationMemory activations) {
        this(
                policy,
                objective,
                optimizer,
                schedule,
                maxGradNorm,
                inBackward,
                activations,
                StepSeam.NONE);
    }

    /**
     * What the batches of a step gave.
     *
     * @param gradNorm global L2 norm of the gradients before clipping
     * @param learningRate the rate that the step used
     * @param tokens tokens that ran through the model
     * @param figures the objective's other figures
     * @param verdict whether the parameters were changed
     * @param reason why they were not; empty where they were
     */
    public record Outcome(
            double loss,
            double gradNorm,
            double learningRate,
            long tokens,
            Map<String, Double> figures,
            SpikeGuard.Verdict verdict,
            String reason) {}

    /**
     * Runs a step, counted from 1. The guard decides whether the parameters are changed.
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
                pass.run(batch, objective, totals, seam.sink(step, gradients))
                        .forEach((name, share) -> figures.merge(name, share, Double::sum));
            }
            double loss = figures.remove("loss");
            double gradNorm = gradients.norm();
            Judged judged =
                    notFinite("the loss", loss)
                            .or(() -> notFinite("the gradient norm", gradNorm))
                            .or(() -> new SoundState(policy, optimizer).problem())
                            .map(problem -> judgeNotFinite(problem, step, batches, guard))
                            .orElseGet(() -> judge(step, loss, guard));
            SpikeGuard.Verdict verdict = judged.verdict;
            if (verdict == SpikeGuard.Verdict.APPLY) {
                double scale = Gradients.scale(gradNorm, maxGradNorm);
                Optimizer.Update update = new Optimizer.Update(guard.update(step), rate, scale);
                optimizer.step(update, gradients.byName());
                gradients
                        .rowsByName()
                        .forEach((name, rows) -> optimizer.stepRows(update, name, rows));
            }
            return new Outcome(
                    loss, gradNorm, rate, totals.tokens(), figures, verdict, judged.reason);
        }
    }

    private Outcome runInBackward(long step, List<Batch> batches, SpikeGuard guard) {
        if (batches.size() != 1 || maxGradNorm > 0) {
            throw new IllegalArgumentException(
                    "an update in the backward pass takes one batch and no limit of the norm");
        }
        StepTotals totals = StepTotals.of(batches);
        double rate = schedule.at(step - 1);
        AtomicReference<Judged> judged = new AtomicReference<>();
        DoubleFunction<Optimizer.Update> decide =
                loss -> {
                    judged.set(
                            notFinite("the loss", loss)
                                    .or(() -> new SoundState(policy, optimizer).problem())
                                    .map(problem -> judgeNotFinite(problem, step, batches, guard))
                                    .orElseGet(() -> judge(step, loss, guard)));
                    return judged.get().verdict == SpikeGuard.Verdict.APPLY
                            ? new Optimizer.Update(guard.update(step), rate, 1)
                            : null;
                };
        try (UpdateInBackward sink = new UpdateInBackward(policy.engine(), optimizer, decide)) {
            Map<String, Double> figures =
                    new HashMap<>(
                            new Backpropagation(policy, activations, step)
                                    .run(batches.get(0), objective, totals, seam.sink(step, sink)));
            if (judged.get().verdict == SpikeGuard.Verdict.APPLY) {
                notFinite("the gradient norm", sink.norm())
                        .ifPresent(
                                problem -> judged.set(afterUpdates(problem, step, batches, guard)));
            }
            return new Outcome(
                    figures.remove("loss"),
                    sink.norm(),
                    rate,
                    totals.tokens(),
                    figures,
                    judged.get().verdict,
                    judged.get().reason);
        }
    }

    /**
     * A verdict and why.
     *
     * @param reason empty where the update is done
     */
    private record Judged(SpikeGuard.Verdict verdict, String reason) {}

    private static Judged judge(long step, double loss, SpikeGuard guard) {
        SpikeGuard.Verdict verdict = guard.judge(step, loss);
        return new Judged(
                verdict,
                verdict == SpikeGuard.Verdict.APPLY
                        ? ""
                        : "the loss is " + guard.describe(loss) + UNTOUCHED);
    }

    private static Judged judgeNotFinite(
            String problem, long step, List<Batch> batches, SpikeGuard guard) {
        SpikeGuard.Verdict verdict = guard.judgeNotFinite(step, true);
        if (verdict == SpikeGuard.Verdict.STOP) {
            throw notFinite(problem + UNTOUCHED, "", step, batches);
        }
        return new Judged(verdict, problem + UNTOUCHED);
    }

    /** The upper layers have been updated when a lower one turns out to have no finite gradient. */
    private static Judged afterUpdates(
            String problem, long step, List<Batch> batches, SpikeGuard guard) {
        String reason = problem + ", and updates were done with it";
        SpikeGuard.Verdict verdict = guard.judgeNotFinite(step, false);
        if (verdict == SpikeGuard.Verdict.STOP) {
            throw notFinite(reason, "The newest checkpoint is from before. ", step, batches);
        }
        return new Judged(verdict, reason);
    }

    private static Optional<String> notFinite(String what, double value) {
        return Double.isFinite(value) ? Optional.empty() : Optional.of(what + " is " + value);
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

    private static BatchException notFinite(
            String what, String state, long step, List<Batch> batches) {
        return BatchException.blowUp(
                step,
                batches,
                what,
                state
                        + "A lower learning_rate or max_grad_norm usually helps; otherwise look at these rows. nonfinite_action says what else is done.");
    }
}
