package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.engine.Kernels;
import dev.cria.trainer.model.LowRank;
import java.util.function.Function;

/** Runs a batch through a policy without keeping anything for a backward pass. */
public final class Forward {

    private Forward() {}

    /** The log-probability of each target of the batch, in the order of {@link Batch#rows}. */
    public static float[] logProbs(Policy policy, Batch batch) {
        if (policy.model().config().scores()) {
            throw new IllegalArgumentException("a model that scores has no log-probabilities");
        }
        return outputs(policy, batch, scope -> new VocabularyHead(policy));
    }

    /**
     * What the head makes of each of {@link Batch#rows}: the log-probability of its target, or the
     * score of a reward model. With a value head, the values of all rows follow.
     */
    public static float[] outputs(Policy policy, Batch batch) {
        return outputs(policy, batch, scope -> Head.of(policy));
    }

    /** The numbers of each of {@link Batch#rows} that an objective is a function of. */
    public static float[] outputs(Policy policy, Batch batch, Objective objective) {
        return outputs(policy, batch, scope -> Head.of(policy, objective, batch, scope));
    }

    private static float[] outputs(Policy policy, Batch batch, Function<NDManager, Head> head) {
        try (NDManager scope = policy.engine().newScope()) {
            Head end = head.apply(scope);
            BatchTensors tensors = BatchTensors.ofTargets(policy, batch, scope);
            try (NDArray h_ND = targetRows(policy, tensors, scope)) {
                return end.outputs(h_ND, tensors, scope);
            }
        }
    }

    /** What the last layer gives where a target is predicted [N, D]. */
    static NDArray targetRows(Policy policy, BatchTensors tensors, NDManager scope) {
        try (NDArray x_UD = hidden(policy, tensors, scope)) {
            return rows(policy, x_UD, tensors, scope);
        }
    }

    /** The logits [T, V] at every position, row by row; for short texts. */
    public static float[][] logits(Policy policy, Batch batch) {
        try (NDManager scope = policy.engine().newScope()) {
            BatchTensors tensors = BatchTensors.ofAll(policy, batch, scope);
            NDArray logits_TV =
                    logits(policy, hidden(policy, tensors, scope), tensors.shape(), scope);
            float[] flat = logits_TV.toFloatArray();
            int width = flat.length / batch.numTokens();
            float[][] rows = new float[batch.numTokens()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = java.util.Arrays.copyOfRange(flat, i * width, (i + 1) * width);
            }
            return rows;
        }
    }

    static NDArray logits(Policy policy, NDArray h_ND, NDArray shape, NDManager scope) {
        return policy.engine()
                .call(policy.headIsStored() ? "logits_stored" : "logits", scope)
                .with(h_ND)
                .with(policy.finalNorm())
                .with(policy.head())
                .with(shape)
                .runOne();
    }

    static NDArray embed(Policy policy, NDArray ids_T, NDManager scope) {
        NDArray x_TD =
                policy.engine().call("embed", scope).with(policy.embedding()).with(ids_T).runOne();
        return policy.engine().computed(x_TD, scope);
    }

    static NDArray rows(Policy policy, NDArray x_TD, BatchTensors tensors, NDManager scope) {
        return policy.engine().call("rows", scope).with(x_TD).with(tensors.rows_N()).runOne();
    }

    /** Adds a layer's weights to a call, in the order that all layer kernels take them. */
    static Kernels.Call withWeights(Kernels.Call call, Policy policy, int layer) {
        LowRank lowRank = policy.lowRank(layer);
        return call.with(policy.layer(layer).weights())
                .with(lowRank.a())
                .with(lowRank.b())
                .with(lowRank.dora());
    }

    private static NDArray hidden(Policy policy, BatchTensors tensors, NDManager scope) {
        NDArray x_TD = embed(policy, tensors.ids_T(), scope);
        for (int layer = 0; layer < policy.model().numLayers(); layer++) {
            NDArray y_TD = layer(policy, layer, x_TD, tensors, scope);
            x_TD.close();
            x_TD = y_TD;
        }
        return x_TD;
    }

    static NDArray layer(
            Policy policy, int layer, NDArray x_TD, BatchTensors tensors, NDManager scope) {
        return layerCall("layer", policy, layer, x_TD, tensors, scope).runOne();
    }

    /** A layer's output, and after it what its backward pass needs. */
    static NDList layerTrain(
            Policy policy, int layer, NDArray x_TD, BatchTensors tensors, NDManager scope) {
        return layerCall("layer_train", policy, layer, x_TD, tensors, scope).run();
    }

    private static Kernels.Call layerCall(
            String kernel,
            Policy policy,
            int layer,
            NDArray x_TD,
            BatchTensors tensors,
            NDManager scope) {
        Kernels.Call call =
                policy.engine()
                        .call(kernel, scope)
                        .with(x_TD)
                        .with(tensors.cos_T1C())
                        .with(tensors.sin_T1C())
                        .with(tensors.segments_S4())
                        .with(tensors.keep(layer == policy.model().numLayers() - 1, scope))
                        .with(tensors.shape(layer, scope));
        return withWeights(call, policy, layer);
    }
}
