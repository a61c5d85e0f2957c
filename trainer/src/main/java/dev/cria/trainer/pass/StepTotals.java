package dev.cria.trainer.pass;

import dev.cria.data.batch.Batch;
import java.util.List;

/**
 * What all batches of an optimizer step hold together. Losses divide by these, so that the gradient
 * does not depend on how a step is cut into batches.
 *
 * @param tokens tokens that run through the model
 * @param targets tokens that carry loss
 * @param targetWeight sum of the weights of these tokens
 * @param answers answers, as {@link Batch#numAnswers} counts them
 * @param documents texts, or prompts with their answers
 */
public record StepTotals(
        long tokens, long targets, double targetWeight, long answers, long documents) {

    /** The totals of the batches of a step. */
    public static StepTotals of(List<Batch> batches) {
        return new StepTotals(
                batches.stream().mapToLong(Batch::numTokens).sum(),
                batches.stream().mapToLong(Batch::numTargets).sum(),
                batches.stream().mapToDouble(Batch::targetWeight).sum(),
                batches.stream().mapToLong(Batch::numAnswers).sum(),
                batches.stream().mapToLong(batch -> batch.origins().size()).sum());
    }
}
