package dev.cria.checkpoints.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RopeTest {

    @Test
    void withoutScalingNothingIsDivided() {
        assertArrayEquals(new double[] {1, 1, 1, 1}, new Rope(10_000, null).factors(8), 0);
    }

    @Test
    void highFrequenciesAreKeptAndLowOnesStretched() {
        Rope rope = new Rope(500_000, new Llama3Scaling(8, 1, 4, 8192));
        double[] factors = rope.factors(128);
        assertEquals(1, factors[0]);
        assertEquals(1, factors[28]);
        assertEquals(8, factors[63]);
        // Pair 32: wavelength 2 pi sqrt(theta) = 4442.88, turns 1.843848, smooth 0.281283.
        assertEquals(1 / ((1 - 0.281283) / 8 + 0.281283), factors[32], 1e-5);
    }
}
