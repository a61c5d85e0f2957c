package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Kahneman-Tversky optimisation (Ethayarajh et al. 2024, arXiv:2402.01306, equation 8) of answers
 * that are good or bad, not pairs: the mean over answers of {@code weight (1 - sigmoid(beta (gain -
 * kl)))} for good ones and {@code weight (1 - sigmoid(beta (kl - gain)))} for bad ones.
 *
 * <p>A batch holds each answer beside another prompt's answer, in the place of a pair's two. The
 * mean gain of these is {@code kl}, at least 0 and taken as constant: as in TRL it is that of the
 * batch, so that larger batches estimate it better.
 */
public final class KtoObjective implements Objective {

    private final Settings settings;
    private final Set<String> good;
    private final ReferenceLogProbs reference;

    /**
     * @param beta strength of the pull towards the reference
     * @param goodWeight of good answers; with many more bad ones, above 1
     * @param badWeight of bad answers
     */
    public record Settings(double beta, double goodWeight, double badWeight) {}

    /**
     * @param good origins of the good answers
     */
    public KtoObjective(Settings settings, Set<String> good, ReferenceLogProbs reference) {
        this.settings = settings;
        this.good = good;
        this.reference = reference;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        double[] gains = gains(batch, logProbs.get());
        double kl = kl(gains);
        double[] slopes = new double[gains.length];
        for (int i = 0; i < gains.length; i += 2) {
            double value = Logistic.sigmoid(signed(batch, i, gains[i] - kl));
            slopes[i] = -weight(batch, i) * sign(batch, i) * settings.beta * value * (1 - value);
            slopes[i] /= totals.answers() / 2.0;
        }
        float[] weights = new float[batch.numTargets()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (slopes[batch.owners()[i]] * batch.targetWeights()[i]);
        }
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        double[] gains = gains(batch, logProbs);
        double kl = kl(gains);
        double answers = totals.answers() / 2.0;
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("kl", kl * gains.length / totals.answers());
        for (int i = 0; i < gains.length; i += 2) {
            double value = Logistic.sigmoid(signed(batch, i, gains[i] - kl));
            shares.merge("loss", weight(batch, i) * (1 - value) / answers, Double::sum);
            // Sums over the step: how many of each there are differs from step to step.
            String which = isGood(batch, i) ? "good" : "bad";
            shares.merge("rewards_" + which, settings.beta * gains[i] / answers, Double::sum);
            shares.merge(which, 1 / answers, Double::sum);
        }
        return shares;
    }

    private double[] gains(Batch batch, float[] logProbs) {
        double[] gains = AnswerLogProbs.of(batch, logProbs).sums();
        double[] references = reference.of(batch);
        for (int i = 0; i < gains.length; i++) {
            gains[i] -= references[i];
        }
        return gains;
    }

    private static double kl(double[] gains) {
        double sum = 0;
        for (int i = 1; i < gains.length; i += 2) {
            sum += gains[i];
        }
        return Math.max(0, 2 * sum / gains.length);
    }

    private double signed(Batch batch, int answer, double aboveKl) {
        return sign(batch, answer) * settings.beta * aboveKl;
    }

    private int sign(Batch batch, int answer) {
        return isGood(batch, answer) ? 1 : -1;
    }

    private double weight(Batch batch, int answer) {
        return isGood(batch, answer) ? settings.goodWeight : settings.badWeight;
    }

    private boolean isGood(Batch batch, int answer) {
        return good.contains(batch.origins().get(answer / 2));
    }
}
