package dev.cria.recipes.run;

/** The user has stopped the run; what was done is saved. */
public final class InterruptedRun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says where it stopped. */
    public InterruptedRun(String message) {
        super(message);
    }
}
