package dev.cria.trainer.pass;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;

/**
 * A model that teaches while it is held beside the student: its forward pass alone is run, and its
 * logits are made a few rows at a time, where the student's are.
 *
 * @param policy on the student's engine; with arrays of its own
 */
public record PolicyTeacher(Policy policy) implements Teacher {

    @Override
    public NDList of(Batch batch, NDManager scope) {
        try (NDManager passing = policy.engine().newScope()) {
            BatchTensors tensors = BatchTensors.ofTargets(policy, batch, passing);
            return new NDList(
                    Forward.targetRows(policy, tensors, scope),
                    policy.finalNorm(),
                    policy.head(),
                    policy.shape(scope));
        }
    }
}
