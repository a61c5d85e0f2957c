package dev.cria.recipes.run;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * Looks every so often whether the run still gets on with its work, on a thread of its own, and
 * tells the supervisor that the process can run.
 */
final class Watchdog implements AutoCloseable {

    private static final double MOST_SECONDS_BETWEEN_LOOKS = 1;

    private final Pulse pulse;
    private final Heartbeat heartbeat;
    private final DoubleSupplier clock;
    private final DoubleConsumer onHang;
    private final Idleness idleness;
    private final double period;
    private final Thread thread = new Thread(this::watch, "watchdog");
    private long looks;

    /**
     * A watchdog that sleeps.
     *
     * @param leastPatience the shortest time after which a run is taken for hung, in seconds
     * @param clock seconds on a clock that only goes forward
     * @param onHang is told how long nothing has happened, in seconds
     */
    Watchdog(
            Pulse pulse,
            Heartbeat heartbeat,
            double leastPatience,
            DoubleSupplier clock,
            DoubleConsumer onHang) {
        this.pulse = pulse;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.onHang = onHang;
        this.period = period(leastPatience);
        this.idleness = new Idleness(period);
    }

    /** Seconds between looks that notice such a pause in good time. */
    static double period(double leastPatience) {
        return leastPatience > 0
                ? Math.min(MOST_SECONDS_BETWEEN_LOOKS, leastPatience / 8)
                : MOST_SECONDS_BETWEEN_LOOKS;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!look()) {
                Thread.sleep(Math.round(1e3 * period));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look; true when the run was found to hang. */
    boolean look() {
        heartbeat.write(++looks);
        double idle = idleness.look(pulse.beats(), clock.getAsDouble());
        if (idle <= pulse.patience()) {
            return false;
        }
        onHang.accept(idle);
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
