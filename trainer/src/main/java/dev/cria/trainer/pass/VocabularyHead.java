package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.Kernels;

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
        Trained trained = policy.trained();
        boolean frozen = trained.head() == null;
        Kernels.Call call =
                policy.engine()
                        .call(frozen ? "head_backward_frozen" : "head_backward", scope)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(policy.head())
                        .with(tensors.targets_N())
                        .with(scope.create(weights))
                        .with(tensors.shape())
                        .with(Engine.integers(scope, trained.finalNorm() == null ? 0 : 1));
        return (frozen ? call : call.with(policy.engine().scratch())).run();
    }
}
