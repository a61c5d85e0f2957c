package dev.cria.recipes.run;

import dev.cria.recipes.recipe.Recovery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The signs of life of a stage that trains, and how long it may go without one. Everything that
 * gets on with the work beats: steps and the batches in them, each kernel that has run, evaluation,
 * samples, saving.
 */
public final class Pulse {

    /** So many of the last steps the median is of. */
    private static final int STEPS = 64;

    private final Recovery limits;
    private final AtomicLong beats = new AtomicLong();
    private final Deque<Double> seconds = new ArrayDeque<>();
    private final LongSupplier work;
    private boolean expected;

    /**
     * A pulse that nobody expects yet.
     *
     * @param work a number that grows with the work, beside the beats
     */
    public Pulse(Recovery limits, LongSupplier work) {
        this.limits = limits;
        this.work = work;
    }

    /** Something was done. Costs next to nothing, on any thread. */
    public void beat() {
        beats.incrementAndGet();
    }

    /** A step was done. */
    public synchronized void step(double took) {
        seconds.addLast(took);
        if (seconds.size() > STEPS) {
            seconds.removeFirst();
        }
        beat();
    }

    /** From here on beats are expected: steps follow. */
    public synchronized void expect() {
        expected = limits.hangTimeout() > 0;
        seconds.clear();
        beat();
    }

    /** The steps are over. */
    public synchronized void rest() {
        expected = false;
    }

    long beats() {
        return beats.get() + work.getAsLong();
    }

    /**
     * Seconds without a beat after which the run is taken for hung: infinite where no steps are
     * run; before the first step is done, its own limit; then the larger of the least limit and a
     * multiple of the median step.
     */
    synchronized double patience() {
        if (!expected) {
            return Double.POSITIVE_INFINITY;
        }
        if (seconds.isEmpty()) {
            return Math.max(limits.firstStepTimeout(), limits.hangTimeout());
        }
        double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Math.max(limits.hangTimeout(), limits.hangFactor() * sorted[sorted.length / 2]);
    }
}
