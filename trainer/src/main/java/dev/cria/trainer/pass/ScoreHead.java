package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;

/** A reward model's scores: the product of each row with the only row of the head. */
record ScoreHead(Policy policy) implements Head {

    @Override
    public float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        try (NDArray scores_N =
                policy.engine()
                        .call("scores", scope)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(policy.head())
                        .with(tensors.shape())
                        .runOne()) {
            return scores_N.toFloatArray();
        }
    }

    @Override
    public NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope) {
        Trained trained = policy.trained();
        return policy.engine()
                .call("scores_backward", scope)
                .with(h_ND)
                .with(policy.finalNorm())
                .with(policy.head())
                .with(scope.create(weights))
                .with(tensors.shape())
                .with(
                        Engine.integers(
                                scope,
                                trained.finalNorm() == null ? 0 : 1,
                                trained.head() == null ? 0 : 1))
                .run();
    }
}
