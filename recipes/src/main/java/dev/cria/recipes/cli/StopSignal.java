package dev.cria.recipes.cli;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Turns the first Ctrl-C or TERM into a wish to stop at the next step boundary. Another one, a
 * second or more later, ends the process at once: what is being written then is under a temporary
 * name. One that comes sooner is taken for the same: a terminal and a parent, or two parents, may
 * both pass on what the user did once.
 */
final class StopSignal implements BooleanSupplier {

    private static final int SIGNALLED = 128;
    private static final long SAME_NANOS = 1_000_000_000;

    /** The signal that came first; 0 before. */
    private static final AtomicInteger FIRST = new AtomicInteger();

    private volatile boolean asked;
    private long firstNanos;

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
        long now = System.nanoTime();
        boolean first;
        synchronized (this) {
            first = FIRST.compareAndSet(0, signal);
            if (first) {
                firstNanos = now;
            } else if (!isAnother(firstNanos, now)) {
                return;
            }
        }
        if (!first) {
            Runtime.getRuntime().halt(SIGNALLED + signal);
        }
        asked = true;
        onFirst.run();
    }

    /** Whether a signal is one more wish of the user, not the same that came another way. */
    static boolean isAnother(long firstNanos, long nanos) {
        return nanos - firstNanos >= SAME_NANOS;
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
