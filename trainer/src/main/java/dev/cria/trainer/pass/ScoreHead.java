package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;

/**
 * Scores of a reward model, or values: the product of each row with the only row of the head.
 *
 * @param head_1D that row
 */
record ScoreHead(Policy policy, NDArray head_1D) implements Head {

    @Override
    public float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        try (NDArray scores_N =
                policy.engine()
                        .call("scores", scope)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(head_1D)
                        .with(tensors.shape())
                        .runOne()) {
            return scores_N.toFloatArray();
        }
    }

    @Override
    public NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope) {
        return backward(h_ND, weights, policy.trained().head() != null, tensors, scope);
    }

    /**
     * @param trains whether the head does
     */
    NDList backward(
            NDArray h_ND, float[] weights, boolean trains, BatchTensors tensors, NDManager scope) {
        return policy.engine()
                .call("scores_backward", scope)
                .with(h_ND)
                .with(policy.finalNorm())
                .with(head_1D)
                .with(scope.create(weights))
                .with(tensors.shape())
                .with(
                        Engine.integers(
                                scope,
                                policy.trained().finalNorm() == null ? 0 : 1,
                                trains ? 1 : 0))
                .run();
    }
}
