package dev.cria.trainer.rollout;

import dev.cria.data.batch.DataOrder;

/**
 * How often, and in which pieces, the answers of a round are learnt from. A round is drawn at once
 * and cut into the prompts of {@code stepsPerPass} optimizer steps; it is gone through {@code
 * passes} times.
 *
 * @param promptsPerBatch prompts whose answers run through the model together
 * @param batchesPerStep how many such batches an optimizer step has
 * @param totalSteps optimizer steps of the run; a last round may be left before its end
 * @param shuffleSeed of the order in which a round is gone through, another one in each pass;
 *     {@link #IN_ORDER} for that in which it was drawn
 */
public record Rounds(
        int promptsPerBatch,
        int batchesPerStep,
        int stepsPerPass,
        int passes,
        long totalSteps,
        long shuffleSeed) {

    /** No shuffle. */
    public static final long IN_ORDER = Long.MIN_VALUE;

    /** The round, from 0, of a step, counted from 1. */
    long round(long step) {
        return (step - 1) / stepsPerRound();
    }

    /** The first step of a round. */
    long firstStep(long round) {
        return round * stepsPerRound() + 1;
    }

    /** Whether a step is the last one of its round. */
    boolean endsRound(long step) {
        return step % stepsPerRound() == 0;
    }

    /** Whether the policy has changed since an answer was drawn when it is learnt from. */
    public boolean reuses() {
        return stepsPerRound() > 1;
    }

    int promptsPerRound() {
        return promptsPerStep() * stepsPerPass;
    }

    int promptsPerStep() {
        return promptsPerBatch * batchesPerStep;
    }

    /** Which prompts of its round, from 0, a step learns from. */
    int[] prompts(long step) {
        int within = (int) ((step - 1) % stepsPerRound());
        DataOrder order =
                shuffleSeed == IN_ORDER
                        ? DataOrder.sequential(promptsPerRound())
                        : DataOrder.shuffled(promptsPerRound(), shuffleSeed ^ round(step));
        return order.examples((long) within * promptsPerStep(), promptsPerStep());
    }

    private long stepsPerRound() {
        return (long) stepsPerPass * passes;
    }
}
