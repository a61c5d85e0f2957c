package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The loss of a reward model: {@code -log sigmoid(score of the better - score of the worse)}
 * without a margin (Grattafiori et al. 2024, arXiv:2407.21783, section 4.1.2), on average over the
 * pairs of a prompt's answers (Ouyang et al. 2022, arXiv:2203.02155, equation 1) and over prompts.
 *
 * @param centering times the square of the sum of a pair's scores is added, which keeps them around
 *     0 (Eisenstein et al. 2023, arXiv:2312.09244; TRL's {@code center_rewards_coefficient}); 0 for
 *     none
 */
public record RewardObjective(double centering) implements Objective {

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> outputs) {
        float[] scores = outputs.get();
        double[] slopes = new double[scores.length];
        RankedPairs.forEach(
                batch,
                (better, worse, share) -> {
                    double part = share / totals.documents();
                    double pull = Logistic.sigmoid(scores[worse] - (double) scores[better]);
                    double centre = 2 * centering * ((double) scores[better] + scores[worse]);
                    slopes[better] += part * (centre - pull);
                    slopes[worse] += part * (centre + pull);
                });
        float[] weights = new float[slopes.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) slopes[i];
        }
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] scores) {
        Map<String, Double> shares = new LinkedHashMap<>();
        RankedPairs.forEach(
                batch,
                (better, worse, share) -> {
                    double part = share / totals.documents();
                    double margin = scores[better] - (double) scores[worse];
                    double sum = (double) scores[better] + scores[worse];
                    double loss = -Logistic.logSigmoid(margin) + centering * sum * sum;
                    shares.merge("loss", part * loss, Double::sum);
                    shares.merge("rewards_chosen", part * scores[better], Double::sum);
                    shares.merge("rewards_rejected", part * scores[worse], Double::sum);
                    shares.merge("reward_margin", part * margin, Double::sum);
                    shares.merge("reward_accuracy", margin > 0 ? part : 0, Double::sum);
                });
        return shares;
    }
}
