package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PreferenceExample;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KtoExamplesTest {

    private static PreferenceExample row(int prompt, int[] good, int[] bad) {
        return new PreferenceExample(new int[] {prompt}, good, bad, "row " + prompt);
    }

    @Test
    void eachAnswerStandsBesideTheNextOneToAnotherPrompt() {
        int[] none = {};
        KtoExamples examples =
                KtoExamples.of(
                        List.of(
                                row(1, new int[] {11}, new int[] {12}),
                                row(2, none, new int[] {22}),
                                row(3, new int[] {31}, none)));
        int[][] own = {{11}, {12}, {22}, {31}};
        int[][] others = {{22}, {22}, {31}, {11}};
        assertEquals(own.length, examples.size());
        for (int i = 0; i < own.length; i++) {
            assertArrayEquals(own[i], examples.get(i).chosen(), "answer " + i);
            assertArrayEquals(others[i], examples.get(i).rejected(), "beside answer " + i);
        }
        assertArrayEquals(new int[] {2}, examples.get(2).prompt());
        assertEquals(Set.of("row 1 chosen", "row 3 chosen"), examples.good());
        assertEquals("row 2 rejected", examples.get(2).origin());
    }

    @Test
    void oneAnswerAloneIsRefused() {
        List<PreferenceExample> one = List.of(row(1, new int[] {11}, new int[0]));
        String why = assertThrows(UserException.class, () -> KtoExamples.of(one)).getMessage();
        assertEquals("loss: kto compares each answer with another one; there are only 1", why);
    }
}
