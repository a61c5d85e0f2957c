package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;

/** After a step, what was to be saved was not finite; it was not saved. */
final class NotFiniteException extends UserException {

    private static final long serialVersionUID = 1L;

    private final long step;

    NotFiniteException(long step, FiniteChannel.NotFinite cause) {
        super("the checkpoint of step %d: %s".formatted(step, cause.getMessage()), cause);
        this.step = step;
    }

    /** The step after which it was to be saved. */
    long step() {
        return step;
    }
}
