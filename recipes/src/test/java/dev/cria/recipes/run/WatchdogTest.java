package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.recipes.recipe.Recovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchdogTest {

    @TempDir Path folder;
    private long kernels;
    private final Pulse pulse = new Pulse(Recovery.DEFAULT, () -> kernels);
    private final List<Double> hangs = new ArrayList<>();
    private double now;
    private Watchdog watchdog;

    @BeforeEach
    void start() {
        watchdog = new Watchdog(pulse, new Heartbeat(folder), 60, () -> now, hangs::add);
    }

    /** Looks once a second; answers after how many a hang was found, 0 for none. */
    private int look(int seconds) {
        for (int second = 1; second <= seconds; second++) {
            now++;
            if (watchdog.look()) {
                return second;
            }
        }
        return 0;
    }

    @Test
    void theFirstStepMayTakeFiveMinutesAndLaterOnesOne() {
        pulse.expect();
        assertEquals(302, look(400), "the first look begins to count");
        pulse.step(0.5);
        assertEquals(62, look(400));
        assertEquals(2, hangs.size());
    }

    @Test
    void aLongStepMayTakeTenTimesTheMedianOfTheLastOnes() {
        pulse.expect();
        for (double seconds : new double[] {20, 1000, 21, 19, 22}) {
            pulse.step(seconds);
        }
        assertEquals(212, look(1000));
    }

    @Test
    void everyBeatBeginsAnew() {
        pulse.expect();
        pulse.step(1);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, look(59));
            pulse.beat();
        }
    }

    @Test
    void aStepOfManyMinutesIsAliveWhileItsKernelsComeBack() {
        pulse.expect();
        for (int layer = 0; layer < 5; layer++) {
            assertEquals(0, look(290));
            kernels++;
        }
        assertEquals(302, look(400));
    }

    @Test
    void whereNoStepsAreRunNothingIsExpected() {
        assertEquals(0, look(400));
        pulse.expect();
        pulse.rest();
        assertEquals(0, look(400));
        Pulse never = new Pulse(new Recovery(0, 1, 1, 1, 0, 10, 300), () -> 0);
        never.expect();
        assertEquals(Double.POSITIVE_INFINITY, never.patience());
    }

    @Test
    void aPauseOfTheWholeProcessIsNoHang() {
        pulse.expect();
        pulse.step(1);
        for (int i = 0; i < 5; i++) {
            // Ctrl-Z, a collection of garbage, a machine that sleeps: the look comes late as well.
            now += 3600;
            assertFalse(watchdog.look(), "pause " + i);
            pulse.step(1);
        }
        now += 3600;
        watchdog.look();
        assertTrue(look(100) > 50, "after the pause, time counts as before");
    }

    @Test
    void theHeartbeatGrowsWithEveryLook() {
        Heartbeat heartbeat = new Heartbeat(folder);
        watchdog.look();
        long first = heartbeat.read();
        watchdog.look();
        assertNotEquals(first, heartbeat.read());
    }
}
