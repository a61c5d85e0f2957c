package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.loss.PairLoss.Answer;
import dev.cria.trainer.loss.PairLoss.Value;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Mean of a {@link PairLoss} over the pairs of a step, plus {@code nllCoef} times the mean negative
 * log-likelihood per chosen token, which keeps the likelihood of the chosen answer (Llama 3,
 * Grattafiori et al. 2024, section 4.1.4). Tokens of the format count in the second term only.
 */
public final class PreferenceObjective implements Objective {

    private final PairLoss loss;
    private final double nllCoef;
    private final ReferenceLogProbs reference;

    /**
     * An objective of pairs.
     *
     * @param nllCoef weight of the likelihood term; 0.2 in Llama 3
     * @param reference of a loss that has none, {@link ReferenceLogProbs#NONE}
     */
    public PreferenceObjective(PairLoss loss, double nllCoef, ReferenceLogProbs reference) {
        this.loss = loss;
        this.nllCoef = nllCoef;
        this.reference = reference;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        Answer[] answers = answers(batch, logProbs.get());
        double numPairs = totals.answers() / 2.0;
        double[] slopes = new double[answers.length];
        for (int i = 0; i < answers.length; i += 2) {
            Value value = loss.of(answers[i], answers[i + 1]);
            slopes[i] = value.byChosen() / numPairs;
            slopes[i + 1] = value.byRejected() / numPairs;
        }
        double nll = nllCoef * batchShare(batch, totals) / chosenTokens(batch);
        float[] weights = new float[batch.numTargets()];
        for (int i = 0; i < weights.length; i++) {
            int owner = batch.owners()[i];
            weights[i] =
                    (float)
                            (slopes[owner] * batch.targetWeights()[i]
                                    - (isChosen(owner) ? nll : 0));
        }
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        Answer[] answers = answers(batch, logProbs);
        double numPairs = totals.answers() / 2.0;
        Map<String, Double> shares = new LinkedHashMap<>();
        double nll = 0;
        for (int i = 0; i < logProbs.length; i++) {
            nll -= isChosen(batch.owners()[i]) ? logProbs[i] : 0;
        }
        add(shares, "loss", nllCoef * batchShare(batch, totals) * nll / chosenTokens(batch));
        for (int i = 0; i < answers.length; i += 2) {
            Answer chosen = answers[i];
            Answer rejected = answers[i + 1];
            double margin = loss.reward(chosen) - loss.reward(rejected);
            add(shares, "loss", loss.of(chosen, rejected).loss() / numPairs);
            add(shares, "rewards_chosen", loss.reward(chosen) / numPairs);
            add(shares, "rewards_rejected", loss.reward(rejected) / numPairs);
            add(shares, "reward_margin", margin / numPairs);
            add(shares, "reward_accuracy", (margin > 0 ? 1 : 0) / numPairs);
            add(shares, "logps_chosen", chosen.logProb() / numPairs);
            add(shares, "logps_rejected", rejected.logProb() / numPairs);
        }
        return shares;
    }

    private Answer[] answers(Batch batch, float[] tokenLogProbs) {
        AnswerLogProbs answers = AnswerLogProbs.of(batch, tokenLogProbs);
        double[] references = reference.of(batch);
        Answer[] all = new Answer[batch.numAnswers()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Answer(answers.sums()[i], references[i], answers.tokens()[i]);
        }
        return all;
    }

    /**
     * The likelihood term averages over the chosen tokens of a batch, and over the batches of a
     * step by their pairs, as TRL does.
     */
    private static double batchShare(Batch batch, StepTotals totals) {
        return batch.numAnswers() / (double) totals.answers();
    }

    private static long chosenTokens(Batch batch) {
        return Arrays.stream(batch.owners()).filter(PreferenceObjective::isChosen).count();
    }

    private static boolean isChosen(int answer) {
        return answer % 2 == 0;
    }

    private static void add(Map<String, Double> shares, String name, double value) {
        shares.merge(name, value, Double::sum);
    }
}
