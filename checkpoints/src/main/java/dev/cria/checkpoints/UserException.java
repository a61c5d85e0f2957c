package dev.cria.checkpoints;

/**
 * Something that the user can mend: a wrong file, field or setting. The message says what is wrong,
 * where, what was expected and what to do. Anything else that goes wrong is a bug.
 */
public class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with a message for the user. */
    public UserException(String message) {
        super(message);
    }

    /** An error with a message for the user, and its cause for the log. */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
