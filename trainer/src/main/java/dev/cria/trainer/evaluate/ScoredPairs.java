package dev.cria.trainer.evaluate;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.loss.RankedPairs;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a reward model says of ranked answers.
 *
 * @param margins score of the better answer less that of the worse one, of each pair of answers to
 *     a prompt
 * @param better mean score of the better ones
 * @param worse mean score of the worse ones
 */
public record ScoredPairs(double[] margins, double better, double worse) {

    /** Runs the model over batches of ranked answers. */
    public static ScoredPairs of(Policy policy, List<Batch> batches) {
        DoubleStream.Builder margins = DoubleStream.builder();
        double[] sums = new double[2];
        for (Batch batch : batches) {
            float[] scores = Forward.outputs(policy, batch);
            RankedPairs.forEach(
                    batch,
                    (better, worse, share) -> {
                        margins.add(scores[better] - (double) scores[worse]);
                        sums[0] += scores[better];
                        sums[1] += scores[worse];
                    });
        }
        double[] all = margins.build().toArray();
        return new ScoredPairs(all, sums[0] / all.length, sums[1] / all.length);
    }

    /** The share of pairs whose better answer has the higher score. */
    public double accuracy() {
        return DoubleStream.of(margins).filter(margin -> margin > 0).count()
                / (double) margins.length;
    }
}
