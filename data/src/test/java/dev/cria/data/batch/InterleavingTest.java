package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InterleavingTest {

    private static final int DRAWS = 60_000;

    /** What rounding the shares to the cycle may add. */
    private static final double ROUNDING = (double) DRAWS / Interleaving.CYCLE;

    private final long seed = System.nanoTime();

    @Test
    void afterAnyNumberOfDrawsEachSourceIsLessThanOneDrawOff() {
        System.out.println("InterleavingTest seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            double[] shares = shares(random);
            Interleaving interleaving = new Interleaving(shares);
            long[] drawn = new long[shares.length];
            for (int draw = 0; draw < DRAWS; draw++) {
                int source = interleaving.source(draw);
                if (drawn[source] != interleaving.place(draw)) {
                    fail("place of draw " + draw);
                }
                drawn[source]++;
                for (int i = 0; i < shares.length; i++) {
                    double off = Math.abs(drawn[i] - shares[i] * (draw + 1));
                    if (off >= 1 + ROUNDING) {
                        fail(Arrays.toString(shares) + " source " + i + " draw " + draw);
                    }
                }
            }
        }
    }

    @Test
    void draggedOutOverSeveralCyclesNothingIsLostOrTakenTwice() {
        Interleaving interleaving = new Interleaving(new double[] {0.7, 0, 0.3});
        long far = 5L * Interleaving.CYCLE + 12_345;
        long[] counts = {interleaving.count(0, far), 0, interleaving.count(2, far)};
        assertEquals(0, interleaving.count(1, far));
        assertEquals(far, counts[0] + counts[2]);
        assertEquals(0.7 * far, (double) counts[0], 3);
        for (long draw = far; draw < far + 1000; draw++) {
            int source = interleaving.source(draw);
            assertEquals(counts[source], interleaving.place(draw));
            counts[source]++;
        }
    }

    @Test
    void aRareSourceIsDrawnAtLeastOnceInACycle() {
        Interleaving interleaving = new Interleaving(new double[] {1, 1e-9});
        assertEquals(1, interleaving.count(1, Interleaving.CYCLE));
    }

    @Test
    void aSingleSourceIsAllThereIs() {
        Interleaving interleaving = new Interleaving(new double[] {0, 3});
        assertEquals(1, interleaving.source(1L << 40));
        assertEquals(1L << 40, interleaving.place(1L << 40));
    }

    /** Checkpoints of interrupted runs rely on it. */
    @Test
    void drawsNeverChangeBetweenVersions() {
        Interleaving interleaving = new Interleaving(new double[] {5, 3, 2});
        StringBuilder drawn = new StringBuilder();
        for (int draw = 0; draw < 30; draw++) {
            drawn.append(interleaving.source(draw));
        }
        assertEquals("010201021001020102100102010210", drawn.toString());
    }

    @Test
    void sharesThatMakeNoSenseAreRefused() {
        for (double[] shares :
                new double[][] {{}, {0, 0}, {1, -1}, {Double.NaN}, {Double.POSITIVE_INFINITY}}) {
            assertThrows(IllegalArgumentException.class, () -> new Interleaving(shares));
        }
    }

    private static double[] shares(Random random) {
        double[] shares = new double[2 + random.nextInt(6)];
        Arrays.setAll(shares, i -> 0.01 + random.nextDouble());
        double sum = Arrays.stream(shares).sum();
        Arrays.setAll(shares, i -> shares[i] / sum);
        return shares;
    }
}
