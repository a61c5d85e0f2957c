package dev.cria.data.source;

/** A row that holds no document; the message says what is wrong with it. */
public final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadRowException(String problem) {
        super(problem);
    }
}
