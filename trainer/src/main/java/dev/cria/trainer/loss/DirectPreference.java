package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv:2305.18290), with the term of Llama 3
 * (Grattafiori et al. 2024, section 4.1.4) that keeps the likelihood of the chosen answer:
 *
 * <p>mean over pairs of -log sigmoid(beta margin), plus nllCoef times the mean negative
 * log-likelihood per chosen token; margin = (log p - log ref) of the chosen answer minus that of
 * the rejected one, log-probabilities being sums over the answer's tokens. Label smoothing mixes in
 * the loss of the flipped pair (Mitchell 2023).
 */
public final class DirectPreference implements Objective {

    private final Settings settings;
    private final ReferenceLogProbs reference;

    /**
     * @param beta strength of the pull towards the reference
     * @param nllCoef weight of the likelihood term; 0.2 in Llama 3
     * @param labelSmoothing probability that a pair is the wrong way round, below 0.5
     */
    public record Settings(double beta, double nllCoef, double labelSmoothing) {}

    /** A loss against the log-probabilities of a frozen reference. */
    public DirectPreference(Settings settings, ReferenceLogProbs reference) {
        this.settings = settings;
        this.reference = reference;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        Pairs pairs = new Pairs(batch, logProbs.get());
        double numPairs = totals.answers() / 2.0;
        double chosenTokens = pairs.chosenTokens();
        float[] weights = new float[batch.numTargets()];
        for (int i = 0; i < weights.length; i++) {
            int owner = batch.owners()[i];
            boolean chosen = owner % 2 == 0;
            double slope = slope(pairs.margin(owner / 2)) / numPairs;
            double weight = chosen ? slope : -slope;
            if (chosen) {
                // The likelihood term averages over the chosen tokens of a batch, and over the
                // batches of a step by their pairs, as TRL does.
                weight -= settings.nllCoef * batchShare(batch, totals) / chosenTokens;
            }
            weights[i] = (float) weight;
        }
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        Pairs pairs = new Pairs(batch, logProbs);
        double numPairs = totals.answers() / 2.0;
        Map<String, Double> shares = new LinkedHashMap<>();
        double nll = 0;
        for (int i = 0; i < logProbs.length; i++) {
            nll -= batch.owners()[i] % 2 == 0 ? logProbs[i] : 0;
        }
        add(
                shares,
                "loss",
                settings.nllCoef * batchShare(batch, totals) * nll / pairs.chosenTokens());
        for (int pair = 0; pair < batch.numAnswers() / 2; pair++) {
            double chosenReward = settings.beta * pairs.gain(2 * pair);
            double rejectedReward = settings.beta * pairs.gain(2 * pair + 1);
            double loss =
                    -(1 - settings.labelSmoothing) * logSigmoid(chosenReward - rejectedReward)
                            - settings.labelSmoothing * logSigmoid(rejectedReward - chosenReward);
            add(shares, "loss", loss / numPairs);
            add(shares, "rewards_chosen", chosenReward / numPairs);
            add(shares, "rewards_rejected", rejectedReward / numPairs);
            add(shares, "reward_margin", (chosenReward - rejectedReward) / numPairs);
            add(shares, "reward_accuracy", (chosenReward > rejectedReward ? 1 : 0) / numPairs);
            add(shares, "logps_chosen", pairs.logProbs[2 * pair] / numPairs);
            add(shares, "logps_rejected", pairs.logProbs[2 * pair + 1] / numPairs);
        }
        return shares;
    }

    /** Derivative of a pair's loss by its margin. */
    private double slope(double margin) {
        double beta = settings.beta;
        double down = (1 - settings.labelSmoothing) * sigmoid(-beta * margin);
        double up = settings.labelSmoothing * sigmoid(beta * margin);
        return -beta * (down - up);
    }

    private static double batchShare(Batch batch, StepTotals totals) {
        return batch.numAnswers() / (double) totals.answers();
    }

    private static void add(Map<String, Double> shares, String name, double value) {
        shares.merge(name, value, Double::sum);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double logSigmoid(double x) {
        return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
    }

    /** Log-probabilities of whole answers, beside the reference's. */
    private final class Pairs {

        private final Batch batch;
        private final double[] logProbs;
        private final double[] ofReference;

        Pairs(Batch batch, float[] tokenLogProbs) {
            this.batch = batch;
            this.logProbs = AnswerLogProbs.sums(batch, tokenLogProbs);
            this.ofReference = reference.of(batch);
        }

        double gain(int answer) {
            return logProbs[answer] - ofReference[answer];
        }

        double margin(int pair) {
            return gain(2 * pair) - gain(2 * pair + 1);
        }

        long chosenTokens() {
            return java.util.Arrays.stream(batch.owners()).filter(o -> o % 2 == 0).count();
        }
    }
}
