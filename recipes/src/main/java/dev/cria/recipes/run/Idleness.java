package dev.cria.recipes.run;

/**
 * How long a counter has stood still, seen by looks at it. A look that comes late (the process was
 * stopped, the machine slept or collected garbage) counts as one that came at most one period late:
 * what stood still together with its observer is not idle.
 */
public final class Idleness {

    private final double period;
    private long seen = Long.MIN_VALUE;
    private double lastLook = Double.NaN;
    private double idle;

    /**
     * An observer that has not looked yet.
     *
     * @param period seconds between looks
     */
    public Idleness(double period) {
        this.period = period;
    }

    /**
     * Looks at the counter.
     *
     * @param now seconds on a clock that only goes forward
     * @return seconds for which it has stood still
     */
    public double look(long counter, double now) {
        double passed = Double.isNaN(lastLook) ? 0 : Math.min(now - lastLook, 2 * period);
        lastLook = now;
        if (counter != seen) {
            seen = counter;
            idle = 0;
        } else {
            idle += passed;
        }
        return idle;
    }
}
