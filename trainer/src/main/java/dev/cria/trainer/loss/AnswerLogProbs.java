package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;

/**
 * Log-probabilities of whole answers. Tokens of weight 0, those of the format, are left out.
 *
 * @param sums for each answer of a batch the sum over its tokens, in nats
 * @param tokens how many that are
 */
public record AnswerLogProbs(double[] sums, double[] tokens) {

    /** Adds up the log-probabilities of a batch's targets. */
    public static AnswerLogProbs of(Batch batch, float[] tokenLogProbs) {
        double[] sums = new double[batch.numAnswers()];
        double[] tokens = new double[batch.numAnswers()];
        for (int i = 0; i < tokenLogProbs.length; i++) {
            double weight = batch.targetWeights()[i];
            sums[batch.owners()[i]] += weight * tokenLogProbs[i];
            tokens[batch.owners()[i]] += weight;
        }
        return new AnswerLogProbs(sums, tokens);
    }
}
