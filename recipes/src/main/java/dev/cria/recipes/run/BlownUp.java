package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;

/**
 * Training cannot go on with the batches of a step: loss or gradients are not finite, or the loss
 * has leapt up. A supervisor goes back to a checkpoint and leaves the step out; without one it is
 * for the user to decide.
 */
public final class BlownUp extends UserException {

    private static final long serialVersionUID = 1L;

    /** Says in which stage and step, and what it ran over. */
    public BlownUp(String message, Throwable cause) {
        super(message, cause);
    }
}
