package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.engine.Engine;
import java.util.Arrays;

/**
 * The tokens that a model finds likeliest where a batch predicts one.
 *
 * @param count how many for each target
 * @param ids of each target's in turn, the likeliest first
 * @param logProbs of these, in nats, and behind those of each target that of all others together
 */
public record Likeliest(int count, int[] ids, float[] logProbs) {

    /** Asks a model; its logits are divided by {@code temperature}. */
    public static Likeliest of(Policy policy, Batch batch, int count, double temperature) {
        try (NDManager scope = policy.engine().newScope()) {
            BatchTensors tensors = BatchTensors.ofTargets(policy, batch, scope);
            NDList found =
                    policy.engine()
                            .call("likeliest", scope)
                            .with(Forward.targetRows(policy, tensors, scope))
                            .with(policy.finalNorm())
                            .with(policy.head())
                            .with(policy.shape(scope))
                            .with(Engine.settings(scope, count, temperature))
                            .with(policy.engine().scratch())
                            .run();
            long[] ids = found.get(0).toLongArray();
            int[] narrow = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
            return new Likeliest(count, narrow, found.get(1).toFloatArray());
        }
    }

    /** How many targets. */
    public int targets() {
        return ids.length / count;
    }

    /** Those of some targets. */
    public Likeliest range(int from, int to) {
        return new Likeliest(
                count,
                Arrays.copyOfRange(ids, from * count, to * count),
                Arrays.copyOfRange(logProbs, from * (count + 1), to * (count + 1)));
    }

    /** As {@link Teacher#of} answers them. */
    public NDList arrays(NDManager scope) {
        NDArray ids_NK = scope.create(BatchTensors.longs(ids), new Shape(targets(), count));
        return new NDList(ids_NK, scope.create(logProbs, new Shape(targets(), count + 1)));
    }
}
