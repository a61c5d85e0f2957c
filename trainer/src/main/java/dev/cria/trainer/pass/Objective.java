package dev.cria.trainer.pass;

import dev.cria.data.batch.Batch;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A loss that is a function of numbers for each row of a batch: of the log-probability of its
 * target, of a reward model's score, or of what {@link TeacherHead} says beside a teacher. Where
 * the policy has a value head, the values of all rows follow their log-probabilities.
 */
public interface Objective {

    /**
     * The derivative of the step's loss by each of these numbers.
     *
     * @param totals counts over all batches of the step
     * @param outputs computes the numbers; a loss that is linear in them need not ask
     */
    float[] weights(Batch batch, StepTotals totals, Supplier<float[]> outputs);

    /**
     * This batch's share of the step's loss and of other figures; shares of a step's batches add
     * up. The loss has the name {@code loss}.
     */
    Map<String, Double> shares(Batch batch, StepTotals totals, float[] outputs);

    /** The teacher that the policy is compared with; empty without one. */
    default Optional<Teaching> teaching() {
        return Optional.empty();
    }
}
