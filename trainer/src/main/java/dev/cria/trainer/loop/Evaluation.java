package dev.cria.trainer.loop;

import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.optim.Resumable;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Measures on held-out examples every so many steps and after the last one, remembers the best
 * step, and ends the run when the measure no longer gets better.
 */
public final class Evaluation implements StepHook, Resumable {

    private final Settings settings;
    private final Supplier<Map<String, Double>> measure;
    private final LongConsumer onBest;
    private double best = Double.NaN;
    private long bestStep;
    private long withoutGain;

    /**
     * @param everySteps steps between two evaluations
     * @param metric the figure that says which step is best
     * @param higherIsBetter false for losses
     * @param patience evaluations without gain after which the run ends; 0: it never does
     * @param threshold what a gain must exceed to count for {@code patience}
     * @param savesBest whether every step that is better than all before is saved
     */
    public record Settings(
            long everySteps,
            String metric,
            boolean higherIsBetter,
            int patience,
            double threshold,
            boolean savesBest) {}

    /**
     * @param measure answers figures of the parameters as they are
     * @param onBest is told of a step that is better than all before, before it is saved, and of
     *     the one that a checkpoint remembers
     */
    public Evaluation(
            Settings settings, Supplier<Map<String, Double>> measure, LongConsumer onBest) {
        this.settings = settings;
        this.measure = measure;
        this.onBest = onBest;
    }

    /** Whether a step is measured; the same for a run that was interrupted. */
    public boolean isDue(FinishedStep step) {
        return step.number() % settings.everySteps() == 0
                || step.number() == step.metrics().totalSteps();
    }

    @Override
    public void after(FinishedStep step) {
        if (!isDue(step)) {
            return;
        }
        Map<String, Double> figures = measure.get();
        step.add(figures);
        double value = figures.get(settings.metric());
        withoutGain = gain(value) > settings.threshold() ? 0 : withoutGain + 1;
        if (gain(value) > 0) {
            best = value;
            bestStep = step.number();
            if (settings.savesBest()) {
                onBest.accept(bestStep);
                step.save();
            }
        }
        if (outOfPatience()) {
            step.end();
        }
    }

    private double gain(double value) {
        if (Double.isNaN(best)) {
            return Double.isNaN(value) ? 0 : Double.POSITIVE_INFINITY;
        }
        return settings.higherIsBetter() ? value - best : best - value;
    }

    /** Whether the run has ended because there was no gain. */
    public boolean outOfPatience() {
        return settings.patience() > 0 && withoutGain >= settings.patience();
    }

    /** The step with the best measure; 0 before the first evaluation. */
    public long bestStep() {
        return bestStep;
    }

    /** Its measure. */
    public double best() {
        return best;
    }

    @Override
    public List<TensorData> state() {
        return List.of(Doubles.of("best", best, (double) bestStep, (double) withoutGain));
    }

    @Override
    public boolean startsAnywhere() {
        return true;
    }

    @Override
    public void restore(TensorSource source) {
        double[] values = Doubles.read(source, "best");
        best = values[0];
        bestStep = (long) values[1];
        withoutGain = (long) values[2];
        if (bestStep > 0 && settings.savesBest()) {
            onBest.accept(bestStep);
        }
    }
}
