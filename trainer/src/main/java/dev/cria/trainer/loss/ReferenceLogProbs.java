package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the frozen reference says of each pair, computed once before training, so that no second
 * model is held while training. Pairs are told apart by their origin (file and row).
 *
 * @param byOrigin log-probabilities of the two answers of a pair, in nats
 */
public record ReferenceLogProbs(Map<String, Both> byOrigin) {

    /** In the place of a reference where a loss has none. */
    public static final ReferenceLogProbs NONE = new ReferenceLogProbs(Map.of());

    /** Of the chosen and of the rejected answer. */
    public record Both(double chosen, double rejected) {}

    /** Runs the reference over all pairs; each batch holds preference pairs. */
    public static ReferenceLogProbs compute(Policy reference, Iterable<Batch> batches) {
        return compute(reference, batches, () -> {});
    }

    /** The same, saying before each batch that it is to be run. */
    public static ReferenceLogProbs compute(
            Policy reference, Iterable<Batch> batches, Runnable onBatch) {
        Map<String, Both> byOrigin = new TreeMap<>();
        for (Batch batch : batches) {
            onBatch.run();
            double[] sums = AnswerLogProbs.of(batch, Forward.logProbs(reference, batch)).sums();
            List<String> origins = batch.origins();
            for (int pair = 0; pair < origins.size(); pair++) {
                byOrigin.put(origins.get(pair), new Both(sums[2 * pair], sums[2 * pair + 1]));
            }
        }
        return new ReferenceLogProbs(Collections.unmodifiableMap(byOrigin));
    }

    /** The first pair of a batch of which nothing is known. */
    public Optional<String> missing(Batch batch) {
        return batch.origins().stream().filter(origin -> !byOrigin.containsKey(origin)).findFirst();
    }

    /** The reference's log-probability of each answer of a batch; zeros where there is none. */
    double[] of(Batch batch) {
        double[] sums = new double[batch.numAnswers()];
        for (int pair = 0; pair < batch.origins().size() && !byOrigin.isEmpty(); pair++) {
            Both both = byOrigin.get(batch.origins().get(pair));
            if (both == null) {
                throw new IllegalStateException(
                        "the reference has not seen " + batch.origins().get(pair));
            }
            sums[2 * pair] = both.chosen();
            sums[2 * pair + 1] = both.rejected();
        }
        return sums;
    }
}
