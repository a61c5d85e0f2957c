package dev.cria.trainer.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class PassAtKTest {

    @Test
    void itIsTheShareOfAllDrawsThatHaveARightOne() {
        for (int n = 1; n <= 9; n++) {
            for (int c = 0; c <= n; c++) {
                for (int k = 1; k <= n; k++) {
                    assertEquals(byCounting(n, c, k), PassAtK.of(n, c, k), 1e-12);
                }
            }
        }
    }

    /** Of all sets of k of n programs, the share with one of the first c. */
    private static double byCounting(int n, int c, int k) {
        int all = 0;
        int right = 0;
        for (int set = 0; set < 1 << n; set++) {
            if (Integer.bitCount(set) == k) {
                all++;
                right += (set & ((1 << c) - 1)) != 0 ? 1 : 0;
            }
        }
        return (double) right / all;
    }

    @Test
    void manyProgramsAreNoTrouble() {
        assertEquals(1 - 0.5 * 99_999.0 / 199_999.0, PassAtK.of(200_000, 100_000, 2), 1e-9);
        assertEquals(0, PassAtK.of(200, 0, 100));
        assertEquals(1, PassAtK.of(200, 101, 100));
    }

    @Test
    void moreThanWereDrawnIsNoQuestion() {
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 1, 0));
    }
}
