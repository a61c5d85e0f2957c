package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.engine.Engine;

/**
 * The vocabulary's head beside a teacher's: {@link Teaching#NUMBERS} numbers for each row, of which
 * the first two have gradients. Those are made for a few rows at a time, and so are the logits of
 * both.
 *
 * @param said what the teacher says of the batch
 */
record TeacherHead(Policy policy, NDList said, Divergence divergence) implements Head {

    static TeacherHead of(Policy policy, Teaching teaching, Batch batch, NDManager scope) {
        return new TeacherHead(policy, teaching.teacher().of(batch, scope), teaching.divergence());
    }

    @Override
    public float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        try (NDArray numbers_N4 =
                policy.engine()
                        .call("distill", scope)
                        .with(h_ND)
                        .with(policy.finalNorm())
                        .with(policy.head())
                        .with(tensors.targets_N())
                        .with(tensors.shape())
                        .with(divergence.numbers(scope))
                        .with(said)
                        .with(policy.engine().scratch())
                        .runOne()) {
            return numbers_N4.toFloatArray();
        }
    }

    @Override
    public NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope) {
        Trained trained = policy.trained();
        int rows = weights.length / Teaching.NUMBERS;
        return policy.engine()
                .call("distill_backward", scope)
                .with(h_ND)
                .with(policy.finalNorm())
                .with(policy.head())
                .with(tensors.targets_N())
                .with(scope.create(weights, new Shape(rows, Teaching.NUMBERS)))
                .with(tensors.shape())
                .with(divergence.numbers(scope))
                .with(said)
                .with(
                        Engine.integers(
                                scope,
                                trained.finalNorm() == null ? 0 : 1,
                                trained.head() == null ? 0 : 1))
                .with(policy.engine().scratch())
                .run();
    }
}
