package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the frozen reference says of each pair, computed once before training, so that no second
 * model is held while training. Pairs are told apart by their origin (file and row).
 */
public final class ReferenceLogProbs {

    private final Map<String, double[]> byOrigin = new HashMap<>();

    /** Runs the reference over all pairs; each batch holds preference pairs. */
    public static ReferenceLogProbs compute(Policy reference, Iterable<Batch> batches) {
        ReferenceLogProbs result = new ReferenceLogProbs();
        for (Batch batch : batches) {
            double[] sums = AnswerLogProbs.sums(batch, Forward.logProbs(reference, batch));
            List<String> origins = batch.origins();
            for (int pair = 0; pair < origins.size(); pair++) {
                double[] both = {sums[2 * pair], sums[2 * pair + 1]};
                result.byOrigin.put(origins.get(pair), both);
            }
        }
        return result;
    }

    /** The reference's log-probability of each answer of a batch. */
    double[] of(Batch batch) {
        double[] sums = new double[batch.numAnswers()];
        for (int pair = 0; pair < batch.origins().size(); pair++) {
            double[] both = byOrigin.get(batch.origins().get(pair));
            if (both == null) {
                throw new IllegalStateException(
                        "the reference has not seen " + batch.origins().get(pair));
            }
            sums[2 * pair] = both[0];
            sums[2 * pair + 1] = both[1];
        }
        return sums;
    }
}
