package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DataOrderTest {

    @Test
    void everyEpochTakesEveryExampleOnce() {
        DataOrder order = DataOrder.shuffled(101, 7);
        for (int epoch = 0; epoch < 5; epoch++) {
            int[] taken = order.examples(101L * epoch, 101);
            Arrays.sort(taken);
            assertArrayEquals(IntStream.range(0, 101).toArray(), taken);
        }
    }

    @Test
    void aResumedRunContinuesWithTheSameExamples() {
        int[] whole = DataOrder.shuffled(37, 42).examples(0, 200);
        DataOrder resumed = DataOrder.shuffled(37, 42);
        for (int cursor = 199; cursor >= 0; cursor--) {
            assertEquals(whole[cursor], resumed.example(cursor));
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        DataOrder order = DataOrder.shuffled(50, 1);
        int[] first = order.examples(0, 50);
        assertFalse(Arrays.equals(first, order.examples(50, 50)));
        assertFalse(Arrays.equals(first, DataOrder.shuffled(50, 2).examples(0, 50)));
    }

    /** Stored checkpoints rely on it: a change of the generator would resume with other data. */
    @Test
    void theOrderNeverChangesBetweenVersions() {
        assertArrayEquals(
                new int[] {7, 9, 2, 6, 1, 3, 4, 5, 0, 8, 8, 6, 2, 0, 9, 5, 3, 4, 7, 1},
                DataOrder.shuffled(10, 42).examples(0, 20));
    }

    @Test
    void everyPlaceIsEquallyLikely() {
        int[] firstTaken = new int[5];
        for (int seed = 0; seed < 10_000; seed++) {
            firstTaken[DataOrder.shuffled(5, seed).example(0)]++;
        }
        for (int count : firstTaken) {
            assertEquals(2_000, count, 200, Arrays.toString(firstTaken));
        }
    }

    @Test
    void sequentialOrderIsThatOfTheFile() {
        DataOrder order = DataOrder.sequential(3);
        assertArrayEquals(new int[] {2, 0, 1, 2, 0}, order.examples(2, 5));
        assertEquals(2, order.stepsPerEpoch(2));
        assertEquals(1L << 40, order.epoch((1L << 40) * 3 + 2));
    }
}
