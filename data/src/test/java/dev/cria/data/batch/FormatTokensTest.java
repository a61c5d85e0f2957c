package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.cria.data.examples.PreferenceExample;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FormatTokensTest {

    private static final int END = 9;
    private static final FormatTokens FORMAT = new FormatTokens(Set.of(END), 7, 8, 2);

    @Test
    void endsAndHeadersOfInnerTurnsCountNothingInTheComparison() {
        int[] answer = {1, 2, END, 7, 5, 8, 6, 6, 3, END};
        Batch batch =
                BatchBuilder.ofPairs(
                        List.of(
                                new PreferenceExample(
                                        new int[] {4}, answer, new int[] {3}, "here")),
                        FORMAT);
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1}, batch.targetWeights());
        assertArrayEquals(new int[] {1, 2, 9, 7, 5, 8, 6, 6, 3, 9, 3}, batch.targets());
    }

    @Test
    void anAnswerThatOnlyEndsIsComparedByItsEnd() {
        assertArrayEquals(new boolean[] {false}, FORMAT.in(new int[] {END}));
    }

    @Test
    void withoutAFormatEveryTokenCounts() {
        assertArrayEquals(new boolean[] {false, false}, FormatTokens.NONE.in(new int[] {1, END}));
    }
}
