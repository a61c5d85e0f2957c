package dev.cria.checkpoints;

import java.nio.file.Path;

/** A file is damaged or is not what its name promises. The message begins with the file's path. */
public final class CorruptFileException extends UserException {

    private static final long serialVersionUID = 1L;

    public CorruptFileException(Path file, String what) {
        super(file + ": " + what);
    }

    public CorruptFileException(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }

    /**
     * @param offset byte offset in the file where the damage was found
     */
    public CorruptFileException(
            Path file, long offset, String what, Object expected, Object actual) {
        super(
                "%s at byte %d: %s: expected %s, found %s"
                        .formatted(file, offset, what, expected, actual));
    }
}
