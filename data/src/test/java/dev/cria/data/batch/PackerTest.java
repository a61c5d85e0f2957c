package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.examples.TokenizedExample;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PackerTest {

    private static final int CAPACITY = 100;

    private final long seed = System.nanoTime();
    private final int[] lengths = new Random(seed).ints(2_000, 1, CAPACITY + 1).toArray();

    @Test
    void everyExampleIsInExactlyOneRowAndNoRowIsOverfull() {
        System.out.println("PackerTest seed " + seed);
        for (List<int[]> rows :
                List.of(Packer.bestFit(lengths, CAPACITY), Packer.inOrder(lengths, CAPACITY))) {
            int[] packed = rows.stream().flatMapToInt(Arrays::stream).sorted().toArray();
            assertArrayEquals(IntStream.range(0, lengths.length).toArray(), packed);
            for (int[] row : rows) {
                assertTrue(tokens(row) <= CAPACITY);
            }
        }
    }

    @Test
    void bestFitWastesLittle() {
        List<int[]> rows = Packer.bestFit(lengths, CAPACITY);
        double used = (double) Arrays.stream(lengths).sum() / (rows.size() * CAPACITY);
        assertTrue(used > 0.97, "used " + used + ", seed " + seed);
    }

    @Test
    void bestFitTakesTheFullestRowThatHasRoom() {
        List<int[]> rows = Packer.bestFit(new int[] {3, 7, 6, 2, 1}, 10);
        assertArrayEquals(new int[] {0, 1}, rows.get(0));
        assertArrayEquals(new int[] {2, 3, 4}, rows.get(1));
    }

    @Test
    void inOrderKeepsTheOrder() {
        List<int[]> rows = Packer.inOrder(new int[] {4, 6, 1, 10, 3}, 10);
        assertArrayEquals(new int[] {0, 1}, rows.get(0));
        assertArrayEquals(new int[] {2}, rows.get(1));
        assertArrayEquals(new int[] {3}, rows.get(2));
        assertArrayEquals(new int[] {4}, rows.get(3));
        assertEquals(4, rows.size());
    }

    @Test
    void anExampleThatIsTooLongIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Packer.bestFit(new int[] {11}, 10));
        assertThrows(IllegalArgumentException.class, () -> Packer.inOrder(new int[] {11}, 10));
    }

    @Test
    void aLongTextIsCutWithoutLosingATokenAndPiecesDoNotPredictTheirFirstToken() {
        int[] ids = IntStream.range(0, 25).toArray();
        boolean[] target = new boolean[25];
        Arrays.fill(target, 1, 25, true);
        List<TokenizedExample> pieces = Packer.cut(new TokenizedExample(ids, target, "file:1"), 10);
        assertEquals(3, pieces.size());
        assertArrayEquals(ids, pieces.stream().flatMapToInt(p -> Arrays.stream(p.ids())).toArray());
        for (TokenizedExample piece : pieces) {
            assertFalse(piece.isTarget(0));
            assertEquals(piece.ids().length - 1, piece.numTargets());
        }
    }

    private int tokens(int[] row) {
        return Arrays.stream(row).map(example -> lengths[example]).sum();
    }
}
