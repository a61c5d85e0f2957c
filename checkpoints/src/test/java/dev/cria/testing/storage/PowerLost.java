package dev.cria.testing.storage;

/** The process has ended in the middle of an operation. No code of ours may catch it. */
public final class PowerLost extends Error {

    private static final long serialVersionUID = 1L;

    PowerLost() {
        super("the process has ended here", null, false, false);
    }
}
