package dev.cria.checkpoints;

/**
 * Something the user gave us is wrong. The message says what is wrong, where (file, field, row),
 * what was expected and how to mend it; it is shown without a stack trace.
 */
public class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
