package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;

/** Training produced a number that is not finite; the parameters are as before the step. */
public final class NonFiniteException extends UserException {

    private static final long serialVersionUID = 1L;

    NonFiniteException(String what, double value, long step, java.util.List<String> origins) {
        super(
                "%s is %s in step %d; nothing was changed. The step ran over %s. A lower learning_rate or max_grad_norm usually helps; otherwise look at these rows."
                        .formatted(what, value, step, origins));
    }
}
