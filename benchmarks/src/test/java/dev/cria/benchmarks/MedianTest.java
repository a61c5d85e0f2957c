package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MedianTest {

    @Test
    void isTheMiddleOfSortedValues() {
        assertEquals(2, Median.of(9, 2, 1));
    }

    @Test
    void isTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2.5, Median.of(4, 1, 3, 2));
    }

    @Test
    void leavesItsArgumentAsItIs() {
        double[] values = {3, 1, 2};
        Median.of(values);
        assertEquals(3, values[0]);
    }
}
