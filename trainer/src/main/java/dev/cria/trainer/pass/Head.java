package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;

/** The end of a model: makes numbers of each row [N, D] that the last layer gives. */
interface Head {

    /** The head of a policy. */
    static Head of(Policy policy) {
        if (policy.valueHead() != null) {
            return new ActorCriticHead(policy);
        }
        return policy.model().config().scores()
                ? new ScoreHead(policy, policy.head())
                : new VocabularyHead(policy);
    }

    /** The head of a policy for an objective; what a teacher says of the batch is asked here. */
    static Head of(Policy policy, Objective objective, Batch batch, NDManager scope) {
        return objective
                .teaching()
                .<Head>map(teaching -> TeacherHead.of(policy, teaching, batch, scope))
                .orElseGet(() -> of(policy));
    }

    /**
     * The numbers of each row, row by row; one but for {@link TeacherHead}. Those of a value head
     * stand behind those of all rows.
     */
    float[] outputs(NDArray h_ND, BatchTensors tensors, NDManager scope);

    /**
     * The outputs, the gradient of {@code h_ND}, and those of the last norm, of the head and of the
     * value head as far as these train.
     *
     * @param weights the derivative of the loss by each output
     */
    NDList backward(NDArray h_ND, float[] weights, BatchTensors tensors, NDManager scope);

    /** One pass over some rows, of which both are asked. */
    default Rows over(NDArray h_ND, BatchTensors tensors, NDManager scope) {
        Head head = this;
        return new Rows() {
            @Override
            public float[] outputs() {
                return head.outputs(h_ND, tensors, scope);
            }

            @Override
            public NDList backward(float[] weights) {
                return head.backward(h_ND, weights, tensors, scope);
            }
        };
    }

    /** Rows of one pass; {@link #backward} is asked once, last. */
    interface Rows {

        /** As {@link Head#outputs}. */
        float[] outputs();

        /** As {@link Head#backward}. */
        NDList backward(float[] weights);
    }
}
