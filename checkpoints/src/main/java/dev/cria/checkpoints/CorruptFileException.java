package dev.cria.checkpoints;

import java.nio.file.Path;

/** A file that is damaged or is not what its name says. */
public final class CorruptFileException extends UserException {

    private static final long serialVersionUID = 1L;

    /** Names the file and what is wrong with it. */
    public CorruptFileException(Path file, String what) {
        super(file + ": " + what);
    }

    /** As above, with the cause for the log. */
    public CorruptFileException(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }
}
