package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;

/** Log-probabilities of targets, in nats. */
record VocabularyHead(Policy policy) implements Head {

    @Override
    public float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        try (NDArray logProbs_N =
                policy.engine()
                        .call("head_logprobs", scope)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(policy.head())
                        .with(tensors.targets_N())
                        .with(tensors.shape())
                        .runOne()) {
            return logProbs_N.toFloatArray();
        }
    }

    @Override
    public NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope) {
        return over(h_ND, tensors, scope).backward(weights);
    }

    @Override
    public Rows over(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        return policy.trained().head() == null
                ? new FrozenRows(policy, h_ND, tensors, scope)
                : new TrainedRows(this, h_ND, tensors, scope);
    }

    /** The head's gradient needs the weights in the pass over the vocabulary. */
    private record TrainedRows(
            VocabularyHead head, NDArray h_ND, BatchTensors tensors, NDManager scope)
            implements Rows {

        @Override
        public float[] outputs() {
            return head.outputs(h_ND, tensors, scope);
        }

        @Override
        public NDList backward(float[] weights) {
            Policy policy = head.policy;
            return policy.engine()
                    .call("head_backward", scope)
                    .with(h_ND)
                    .with(policy.finalNorm())
                    .with(policy.head())
                    .with(tensors.targets_N())
                    .with(scope.create(weights))
                    .with(tensors.shape())
                    .with(trainsNorm(policy, scope))
                    .with(policy.engine().scratch())
                    .run();
        }
    }

    /**
     * One pass over the vocabulary gives log-probabilities and their gradients; the weights, which
     * may depend on the former, are multiplied to the latter.
     */
    private static final class FrozenRows implements Rows {

        private final Policy policy;
        private final NDArray h_ND;
        private final BatchTensors tensors;
        private final NDManager scope;
        private NDList slopes;

        FrozenRows(Policy policy, NDArray h_ND, BatchTensors tensors, NDManager scope) {
            this.policy = policy;
            this.h_ND = h_ND;
            this.tensors = tensors;
            this.scope = scope;
        }

        @Override
        public float[] outputs() {
            return slopes().get(0).toFloatArray();
        }

        @Override
        public NDList backward(float[] weights) {
            try (NDArray dx_ND = slopes().get(1)) {
                return policy.engine()
                        .call("head_weighed", scope)
                        .with(slopes.get(0))
                        .with(dx_ND)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(policy.head())
                        .with(scope.create(weights))
                        .with(tensors.shape())
                        .with(trainsNorm(policy, scope))
                        .run();
            }
        }

        private NDList slopes() {
            if (slopes == null) {
                slopes =
                        policy.engine()
                                .call("head_slopes", scope)
                                .with(h_ND)
                                .with(policy.finalNorm())
                                .with(policy.head())
                                .with(tensors.targets_N())
                                .with(tensors.shape())
                                .run();
            }
            return slopes;
        }
    }

    private static NDArray trainsNorm(Policy policy, NDManager scope) {
        return Engine.integers(scope, policy.trained().finalNorm() == null ? 0 : 1);
    }
}
