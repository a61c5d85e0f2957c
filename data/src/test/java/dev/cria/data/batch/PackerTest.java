package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PackerTest {

    private static final int CAPACITY = 100;

    private final long seed = System.nanoTime();
    private final int[] lengths = new Random(seed).ints(2_000, 1, CAPACITY + 1).toArray();

    @Test
    void everyExampleIsInExactlyOneRowAndNoRowIsOverfull() {
        System.out.println("PackerTest seed " + seed);
        for (Rows rows :
                List.of(Packer.bestFit(lengths, CAPACITY), Packer.inOrder(lengths, CAPACITY))) {
            int[] packed = all(rows).flatMapToInt(Arrays::stream).sorted().toArray();
            assertArrayEquals(IntStream.range(0, lengths.length).toArray(), packed);
            for (int[] row : all(rows).toList()) {
                assertTrue(tokens(row) <= CAPACITY);
            }
        }
    }

    /** Rows that any packing needs: for all tokens, and one for each example over half a row. */
    @Test
    void bestFitWastesLittle() {
        Random random = new Random(seed);
        for (int draw = 0; draw < 200; draw++) {
            int[] drawn = random.ints(2_000, 1, CAPACITY + 1).toArray();
            long tokens = Arrays.stream(drawn).asLongStream().sum();
            long alone = Arrays.stream(drawn).filter(length -> 2 * length > CAPACITY).count();
            double needed = Math.max((tokens + CAPACITY - 1) / CAPACITY, alone);
            double used = needed / Packer.bestFit(drawn, CAPACITY).size();
            assertTrue(used > 0.97, "used " + used + ", draw " + draw + ", seed " + seed);
        }
    }

    @Test
    void bestFitTakesTheFullestRowThatHasRoom() {
        Rows rows = Packer.bestFit(new int[] {3, 7, 6, 2, 1}, 10);
        assertArrayEquals(new int[] {0, 1}, rows.row(0));
        assertArrayEquals(new int[] {2, 3, 4}, rows.row(1));
    }

    @Test
    void inOrderKeepsTheOrder() {
        Rows rows = Packer.inOrder(new int[] {4, 6, 1, 10, 3}, 10);
        assertArrayEquals(new int[] {0, 1}, rows.row(0));
        assertArrayEquals(new int[] {2}, rows.row(1));
        assertArrayEquals(new int[] {3}, rows.row(2));
        assertArrayEquals(new int[] {4}, rows.row(3));
        assertEquals(4, rows.size());
    }

    @Test
    void anExampleThatIsTooLongIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Packer.bestFit(new int[] {11}, 10));
        assertThrows(IllegalArgumentException.class, () -> Packer.inOrder(new int[] {11}, 10));
    }

    /** Checkpoints of interrupted runs rely on it. */
    @Test
    void rowsNeverChangeBetweenVersions() {
        int[] lengths = {3, 7, 6, 2, 1, 5, 5, 3, 9, 1, 1};
        String rows = all(Packer.bestFit(lengths, 10)).map(Arrays::toString).toList().toString();
        assertEquals("[[4, 8], [0, 1], [2, 7, 9], [5, 6], [3, 10]]", rows);
    }

    @Test
    void noExampleGivesNoRow() {
        assertEquals(0, Packer.bestFit(new int[0], 10).size());
        assertEquals(0, Packer.inOrder(new int[0], 10).size());
    }

    private static Stream<int[]> all(Rows rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::row);
    }

    private int tokens(int[] row) {
        return Arrays.stream(row).map(example -> lengths[example]).sum();
    }
}
