package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;

/** Log-probabilities of whole answers. */
public final class AnswerLogProbs {

    private AnswerLogProbs() {}

    /** For each answer of the batch, the sum over its tokens. */
    public static double[] sums(Batch batch, float[] tokenLogProbs) {
        double[] sums = new double[batch.numAnswers()];
        for (int i = 0; i < tokenLogProbs.length; i++) {
            sums[batch.owners()[i]] += tokenLogProbs[i];
        }
        return sums;
    }
}
