package dev.cria.trainer.loop;

import java.util.function.LongSupplier;

/** When checkpoints are due: after so many steps, and after so many seconds without one. */
public final class SaveSchedule {

    private final long everySteps;
    private final double everySeconds;
    private final LongSupplier nanos;
    private long last;

    /**
     * @param everySteps steps between two; 0: none by steps
     * @param everySeconds seconds after which a step boundary is due; 0: none by time
     */
    public SaveSchedule(long everySteps, double everySeconds) {
        this(everySteps, everySeconds, System::nanoTime);
    }

    SaveSchedule(long everySteps, double everySeconds, LongSupplier nanos) {
        this.everySteps = everySteps;
        this.everySeconds = everySeconds;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Whether any is due before the last step. */
    boolean savesOnTheWay() {
        return everySteps > 0 || everySeconds > 0;
    }

    /** Steps between two; 0 where the number of a step asks for none. */
    long everySteps() {
        return everySteps;
    }

    /** Whether the number of a step asks for one: the same in a run that was interrupted. */
    boolean bySteps(long step) {
        return everySteps > 0 && step % everySteps == 0;
    }

    /** Whether the time asks for one. */
    boolean byTime() {
        return everySeconds > 0 && nanos.getAsLong() - last >= everySeconds * 1e9;
    }

    /** A checkpoint is taken now. */
    void saved() {
        last = nanos.getAsLong();
    }
}
