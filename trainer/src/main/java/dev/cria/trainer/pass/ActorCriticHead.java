package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;
import java.util.Arrays;

/** Log-probabilities of targets [N], and behind them the values [N] of where they are predicted. */
record ActorCriticHead(Policy policy) implements Head {

    @Override
    public float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        return joined(
                new VocabularyHead(policy).outputs(h_ND, tensors, scope),
                values().outputs(h_ND, tensors, scope));
    }

    @Override
    public NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope) {
        return over(h_ND, tensors, scope).backward(weights);
    }

    @Override
    public Rows over(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        Rows tokens = new VocabularyHead(policy).over(h_ND, tensors, scope);
        return new Both(policy, tokens, values(), h_ND, tensors, scope);
    }

    private ScoreHead values() {
        return new ScoreHead(policy, policy.valueHead().weight());
    }

    private static float[] joined(float[] logProbs, float[] values) {
        float[] both = Arrays.copyOf(logProbs, logProbs.length + values.length);
        System.arraycopy(values, 0, both, logProbs.length, values.length);
        return both;
    }

    private record Both(
            Policy policy,
            Rows tokens,
            ScoreHead values,
            NDArray h_ND,
            BatchTensors tensors,
            NDManager scope)
            implements Rows {

        @Override
        public float[] outputs() {
            return joined(tokens.outputs(), values.outputs(h_ND, tensors, scope));
        }

        @Override
        public NDList backward(float[] weights) {
            int rows = weights.length / 2;
            float[] ofValues = Arrays.copyOfRange(weights, rows, 2 * rows);
            try (NDList head = tokens.backward(Arrays.copyOf(weights, rows));
                    NDList value = values.backward(h_ND, ofValues, true, tensors, scope)) {
                return policy.engine()
                        .call("actor_critic", scope)
                        .with(head)
                        .with(value)
                        .with(
                                Engine.integers(
                                        scope,
                                        policy.trained().finalNorm() == null ? 0 : 1,
                                        policy.valueHead().isDetached() ? 0 : 1))
                        .run();
            }
        }
    }
}
