package dev.cria.recipes.cli;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Turns the first Ctrl-C or TERM into a wish to stop at the next step boundary. A second one ends
 * the process at once: what is being written then is under a temporary name.
 */
final class StopSignal implements BooleanSupplier {

    private static final int SIGNALLED = 128;

    /** The signal that came first; 0 before. */
    private static final AtomicInteger FIRST = new AtomicInteger();

    private volatile boolean asked;

    private StopSignal() {}

    /** Begins to listen. */
    static StopSignal install() {
        return install(
                () ->
                        System.err.println(
                                "stopping at the next step; a checkpoint is saved (once more: stop at once)"));
    }

    /** As {@link #install()}, with something else to be done when the first signal arrives. */
    static StopSignal install(Runnable onFirst) {
        FIRST.set(0);
        StopSignal stop = new StopSignal();
        Signals.handle(signal -> stop.arrived(signal, onFirst));
        return stop;
    }

    private void arrived(int signal, Runnable onFirst) {
        if (FIRST.compareAndSet(0, signal)) {
            asked = true;
            onFirst.run();
        } else {
            Runtime.getRuntime().halt(SIGNALLED + signal);
        }
    }

    /** Wishes to stop without a signal. */
    void ask() {
        asked = true;
    }

    /** What the process ends with when it was stopped: 130 for Ctrl-C, 143 for TERM. */
    static int exitCode() {
        return SIGNALLED + (FIRST.get() == 0 ? Signals.INT : FIRST.get());
    }

    @Override
    public boolean getAsBoolean() {
        return asked;
    }
}
