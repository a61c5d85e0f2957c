package dev.cria.data.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Continuations;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers come to, and how sure the figures are that follow. */
final class AnswersTest {

    private static final AnswerFilter STRICT =
            new AnswerFilter("strict", Pattern.compile("#### (\\-?[0-9\\.\\,]+)"), false);
    private static final AnswerFilter FLEXIBLE =
            new AnswerFilter("flexible", Pattern.compile("(-?[$0-9.,]{2,})|(-?[0-9]+)"), true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "'so 3 + 4 = 7\n#### 7 apples, 8'>7>8",
                "'it is $1,234.50'>[invalid]>$1,234.50",
                "'#### -12.'>-12.>-12.",
                "'none'>[invalid]>[invalid]",
            })
    void answersAreFoundAsTheFiltersOfLmEvalDo(String text, String strict, String flexible) {
        assertEquals(strict, STRICT.apply(text));
        assertEquals(flexible, FLEXIBLE.apply(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "'\\frac12'>'\\dfrac{1}{2}'>true",
                "'0.5'>'\\frac{1}{2}'>true",
                "'1/2'>'\\frac{1}{2}'>true",
                "'\\left( 1, 2 \\right)'>'(1,2)'>true",
                "'x = 5'>'5'>true",
                "'\\sqrt3'>'\\sqrt{3}'>true",
                "'90^\\circ'>'90'>true",
                "'10\\text{ cm}'>'10'>true",
                "'.5'>'0.50'>false",
                "'2/4'>'\\frac{1}{2}'>false",
            })
    void styleDoesNotMakeMathsDifferent(String one, String other, boolean equal) {
        assertEquals(equal, MathEquality.equal(one, other));
    }

    @Test
    void theLastBoxCountsWithTheBracesInIt() {
        assertEquals("\\frac{1}{2}", LatexAnswer.boxed("\\boxed{3}. So \\boxed{\\frac{1}{2}}."));
        assertEquals("4", LatexAnswer.boxed("it is $\\boxed 4$."));
        assertEquals("", LatexAnswer.boxed("\\boxed{3"));
    }

    @Test
    void normsCountCharactersAndBytes() {
        List<String> choices = List.of("ab", "猫", "abcdef");
        double[] logProbs = {-2.0, -1.5, -3.6};
        assertEquals(
                Map.of("acc", 1, "acc_norm", 0, "acc_bytes", 1),
                ChoiceScores.of(List.of("acc", "acc_norm", "acc_bytes"), choices, logProbs, 1));
        assertEquals(
                Map.of("acc_norm", 1), ChoiceScores.of(List.of("acc_norm"), choices, logProbs, 2));
    }

    @Test
    void theRightChoiceIsAnIndexALabelOrItsText() {
        List<String> choices = List.of("x", "y", "2");
        assertEquals(1, RightChoice.of(1, choices, choices, "row"));
        assertEquals(1, RightChoice.of("y", choices, choices, "row"));
        assertEquals(1, RightChoice.of("1", choices, choices, "row"));
        assertEquals(2, RightChoice.of("2", choices, choices, "row"), "a text before an index");
        assertEquals(0, RightChoice.of("1", choices, List.of("1", "2", "3"), "row"));
        assertThrows(UserException.class, () -> RightChoice.of("3", choices, choices, "row"));
        assertThrows(UserException.class, () -> RightChoice.of(-1, choices, choices, "row"));
    }

    @Test
    void windowsPredictEveryTokenOnceWithAsMuchBeforeItAsFits() {
        for (int length : new int[] {1, 7, 8, 9, 16, 17, 29}) {
            int[] ids = IntStream.rangeClosed(1, length).toArray();
            int next = 1;
            for (Continuations window : RollingWindows.of(ids, 0, 8, "text")) {
                int[] text = window.texts().get(0);
                int scored = window.scored().get(0);
                assertTrue(text.length <= 9, Arrays.toString(text));
                for (int i = text.length - scored; i < text.length; i++) {
                    assertEquals(next++, text[i]);
                    assertEquals(text[i] - 1, text[i - 1]);
                }
            }
            assertEquals(length + 1, next);
        }
    }

    @Test
    void intervalsHoldTheTrueShareNineteenTimesInTwenty() {
        long seed = 11;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int held = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double share = 0.05 + 0.9 * random.nextDouble();
            double[] values = new double[60];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextDouble() < share ? 1 : 0;
            }
            Estimate estimate = Estimate.ofShares(values);
            held += estimate.low() <= share && share <= estimate.high() ? 1 : 0;
        }
        assertEquals(0.95, held / 2000.0, 0.02);
    }

    @Test
    void intervalsOfPerplexityHoldThatOfLongTexts() {
        long seed = 12;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int held = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] totals = new double[80];
            double[] sizes = new double[80];
            for (int i = 0; i < totals.length; i++) {
                sizes[i] = 20 + random.nextInt(400);
                double ease = 2 + 0.3 * random.nextGaussian();
                totals[i] = sizes[i] * ease;
            }
            Estimate estimate = Estimate.ofRatio(totals, sizes).exp();
            held += estimate.low() <= Math.exp(2) && Math.exp(2) <= estimate.high() ? 1 : 0;
        }
        assertEquals(0.94, held / 2000.0, 0.025);
    }

    @Test
    void oneQuestionHasNoStandardErrorButAnInterval() {
        Estimate one = Estimate.ofShares(new double[] {1});
        assertTrue(Double.isNaN(one.standardError()));
        assertEquals(1, one.high());
        assertTrue(one.low() > 0.15 && one.low() < 0.25, one.toString());
    }
}
