package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LinearFitTest {

    @Test
    void pointsOnALineAreNotAwayFromIt() {
        LinearFit fit = LinearFit.of(new double[] {1, 2, 4}, new double[] {5, 7, 11});
        assertEquals(3, fit.intercept(), 1e-12);
        assertEquals(2, fit.slope(), 1e-12);
        assertEquals(0, fit.worstDeviation(), 1e-12);
    }

    @Test
    void growthWithTheSquareIsFarFromEveryLine() {
        double[] lengths = {512, 1024, 2048, 4096, 8192};
        double[] squares = new double[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            squares[i] = 1e6 + lengths[i] * lengths[i];
        }
        assertTrue(LinearFit.of(lengths, squares).worstDeviation() > 0.5);
    }
}
