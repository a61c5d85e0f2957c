package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;

/** The pairs of answers to the same prompt in a batch whose answers are ranked. */
public final class RankedPairs {

    private RankedPairs() {}

    /** Is given a pair. */
    public interface Visitor {

        /**
         * Called for each pair.
         *
         * @param better number of an answer of the batch
         * @param worse number of one behind it
         * @param share of this pair among the pairs of its prompt
         */
        void pair(int better, int worse, double share);
    }

    /** Visits each pair, prompt by prompt. */
    public static void forEach(Batch batch, Visitor visitor) {
        int first = 0;
        for (int count : batch.answersByPrompt()) {
            double share = 2.0 / (count * (count - 1));
            for (int better = first; better < first + count; better++) {
                for (int worse = better + 1; worse < first + count; worse++) {
                    visitor.pair(better, worse, share);
                }
            }
            first += count;
        }
    }
}
