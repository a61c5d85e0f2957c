package dev.cria.data.heuristic;

import static dev.cria.data.heuristic.Steps.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that take lines out of a text. */
final class LineStepsTest {

    private static final String PROSE =
            "The river of gold flows on past the old mill and the orchard, and nobody who lives"
                    + " there has ever asked where all of it comes from or why it never ends. ";

    @Test
    void linesOfCapitalsDigitsCountersAndOneWordGo() {
        String text =
                lines(
                        PROSE.repeat(4),
                        "BUY NOW or never",
                        "20 261 121",
                        "3.5K likes",
                        "Home",
                        PROSE);
        Map<String, Object> given = Map.of("max_removed", 0.2);
        assertEquals(
                lines(PROSE.repeat(4), "BUY NOW or never", PROSE),
                Steps.text(RefinedWebLines.KIND, given, text));
        assertEquals(
                lines(PROSE.repeat(4), PROSE),
                Steps.text(
                        RefinedWebLines.KIND,
                        Map.of("max_removed", 0.2, "max_uppercase", 0.4),
                        text));
    }

    @Test
    void aLineThatOnlyBeginsLikeACounterStays() {
        String text = lines(PROSE.repeat(9), "3 likes are better than none");
        assertEquals(text, Steps.text(RefinedWebLines.KIND, Map.of(), text));
    }

    @Test
    void shortLinesLosePhrasesOfWebPagesAndLongOnesDoNot() {
        String text =
                lines(
                        PROSE + "Read more...",
                        "Sign-in to see the rest",
                        "A tale of two mills Read More...",
                        "2 items in cart now");
        assertEquals(
                lines(PROSE + "Read more...", "to see the rest", "A tale of two mills", "2  now"),
                Steps.text(RefinedWebLines.KIND, Map.of(), text));
    }

    @Test
    void aTextThatLosesMoreThanOneWordInTwentyGoesAltogether() {
        String nineteen = "a b c d e f g h i j k l m n o p q r s";
        assertEquals("keep", Steps.verdict(RefinedWebLines.KIND, Map.of(), nineteen + "\nHome"));
        assertEquals(
                "too_many_lines_removed",
                Steps.verdict(RefinedWebLines.KIND, Map.of(), nineteen.substring(2) + "\nHome"));
    }

    @Test
    void linesThatRepeatTheirOwnNGramsGo() {
        String log = "error: cannot open file a.txt ".repeat(6);
        assertEquals(
                lines(PROSE, PROSE),
                Steps.text(LineNGramCoverage.KIND, Map.of(), lines(PROSE, log, PROSE)));
        assertEquals("no_lines_left", Steps.verdict(LineNGramCoverage.KIND, Map.of(), log));
    }

    @Test
    void repeatedNGramsInDifferentLinesCountForNeither() {
        String text = lines(PROSE, PROSE, PROSE);
        assertEquals(text, Steps.text(LineNGramCoverage.KIND, Map.of(), text));
    }

    @Test
    void theShareOfRepeatedNGramsIsOfCharacters() {
        // Of 16 words 4 stand in a 4-gram that came before: 0.25 of the characters.
        String quarter = "aa bb cc dd aa bb cc dd ee ff gg hh ii jj kk ll";
        Map<String, Object> given = Map.of("max_coverage", 0.24);
        assertEquals("keep", Steps.verdict(LineNGramCoverage.KIND, Map.of(), quarter));
        assertEquals("no_lines_left", Steps.verdict(LineNGramCoverage.KIND, given, quarter));
    }

    @Test
    void shortLinesWithBoilerplateGoInEnglishAndChinese() {
        String english = lines(PROSE, "© 2026 Mill. All Rights Reserved.", "");
        assertEquals(PROSE + "\n", Steps.text(BoilerplateLines.KIND, Map.of(), english));
        String verse = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
        assertEquals(verse, Steps.text(BoilerplateLines.KIND, Map.of(), lines(verse, "版权所有 诗社")));
    }

    @Test
    void aTextThatIsMostlyBoilerplateGoesAltogether() {
        String text = lines("The mill is old.", "Click here to subscribe to our newsletter");
        assertEquals("boilerplate", Steps.verdict(BoilerplateLines.KIND, Map.of(), text));
    }
}
