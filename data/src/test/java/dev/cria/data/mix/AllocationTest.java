package dev.cria.data.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AllocationTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void noSourceGivesMoreThanItCanAndTheOthersKeepTheirRatios() {
        System.out.println("AllocationTest seed " + seed);
        for (int round = 0; round < 1000; round++) {
            int sources = 1 + random.nextInt(8);
            double[] weights = random.doubles(sources, 0.01, 1).toArray();
            double[] most = random.doubles(sources, 1, 1000).toArray();
            double total = random.nextDouble() * 3000;
            Allocation allocation = Allocation.of(weights, most, total);
            double able = Arrays.stream(most).sum();
            assertEquals(Math.min(able, total), allocation.total(), 1e-6 * total);
            double level = -1;
            for (int i = 0; i < sources; i++) {
                assertTrue(allocation.tokens()[i] <= most[i] * (1 + 1e-12));
                if (allocation.tokens()[i] < most[i] * (1 - 1e-9)) {
                    double own = allocation.tokens()[i] / weights[i];
                    assertEquals(level < 0 ? own : level, own, 1e-6 * own);
                    level = own;
                }
            }
            for (int i = 0; level > 0 && i < sources; i++) {
                // Who gives all that it has would not have had to give less than the others.
                assertTrue(allocation.tokens()[i] / weights[i] <= level * (1 + 1e-6));
            }
        }
    }

    @Test
    void whatASourceCannotGiveGoesToTheOthersByTheirWeights() {
        Allocation allocation =
                Allocation.of(new double[] {0.5, 0.3, 0.2}, new double[] {100, 1e9, 1e9}, 1000);
        assertEquals(100, allocation.tokens()[0], 1e-9);
        assertEquals(540, allocation.tokens()[1], 1e-9);
        assertEquals(360, allocation.tokens()[2], 1e-9);
        assertTrue(allocation.isExhausted(0));
        assertTrue(!allocation.isExhausted(1));
    }
}
