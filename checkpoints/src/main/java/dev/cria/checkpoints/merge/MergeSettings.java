package dev.cria.checkpoints.merge;

import dev.cria.checkpoints.UserException;
import java.util.List;

/**
 * How models are merged.
 *
 * @param weights one for each model
 * @param density TIES: the share of each tensor's additions that counts, above 0 and at most 1
 * @param scale by what the sum of the additions is multiplied (lambda)
 */
public record MergeSettings(
        MergeMethod method, List<Double> weights, double density, double scale) {

    /**
     * @throws UserException when the numbers make no merge
     */
    public MergeSettings {
        weights = List.copyOf(weights);
        if (!(density > 0) || density > 1) {
            throw new UserException("merge: density is " + density + ", expected 0 < density <= 1");
        }
        for (double weight : weights) {
            if (!Double.isFinite(weight)) {
                throw new UserException("merge: a weight is " + weight);
            }
        }
        double sum = weights.stream().mapToDouble(w -> w).sum();
        if (method == MergeMethod.LINEAR && Math.abs(sum) < 1e-8) {
            throw new UserException(
                    "merge: the weights add up to 0, so there is no mean by weight");
        }
        if (!Double.isFinite(scale)) {
            throw new UserException("merge: lambda is " + scale);
        }
    }
}
