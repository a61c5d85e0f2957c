package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;

/** Another process works on the folder; trying again later may succeed. */
public final class FolderInUseException extends UserException {

    /** How a command ends for this reason: EX_TEMPFAIL of sysexits.h. */
    public static final int EXIT_CODE = 75;

    private static final long serialVersionUID = 1L;

    FolderInUseException(String message) {
        super(message);
    }
}
