package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit with a text that just meets it and one that just misses it. */
final class GopherQualityTest {

    private static final String STOP = "the of ";

    static Stream<Arguments> limits() {
        return Stream.of(
                limit("gopher_short_doc", STOP + words(48, "river"), STOP + words(47, "river")),
                limit(
                        "gopher_long_doc",
                        STOP + words(99_998, "river"),
                        STOP + words(99_999, "river")),
                // 100 words: (3 + 2 + 98 * length) / 100 on either side of 3 and of 10.
                limit(
                        "gopher_below_avg_threshold",
                        STOP + words(95, "abc") + words(3, "abcd"),
                        STOP + words(98, "abc")),
                limit(
                        "gopher_above_avg_threshold",
                        STOP + words(93, "abcdefghij") + words(5, "abcdefghijkl"),
                        STOP + words(90, "abcdefghij") + words(8, "abcdefghijkl")),
                limit(
                        "gopher_too_many_hashes",
                        STOP + words(88, "river") + words(10, "#river"),
                        STOP + words(87, "river") + words(11, "#river")),
                limit(
                        "gopher_too_many_ellipsis",
                        STOP + words(5, "river...") + words(5, "river…") + words(88, "river"),
                        STOP + words(5, "river...") + words(6, "river…") + words(87, "river")),
                limit(
                        "gopher_too_many_bullets",
                        lines(9, "- the river of gold flows on") + lines(1, "the end of the tale"),
                        lines(10, "• the river of gold flows on")),
                limit(
                        "gopher_too_many_end_ellipsis",
                        lines(3, LINE + "...") + lines(7, LINE),
                        lines(4, LINE + "...") + lines(6, LINE)),
                limit(
                        "gopher_below_alpha_threshold",
                        STOP + words(78, "river") + words(20, "12345"),
                        STOP + words(77, "river") + words(21, "12345")),
                limit(
                        "gopher_enough_stop_words",
                        STOP + words(60, "river"),
                        "the " + words(60, "river")),
                limit("gopher_enough_stop_words", STOP + words(60, "river"), words(60, "the ")));
    }

    private static final String LINE = "the river of gold flows on and on to the sea of ice";

    @ParameterizedTest
    @MethodSource("limits")
    void dropsWhatIsJustBeyondALimitAndKeepsWhatMeetsIt(
            String reason, String inside, String outside) {
        assertEquals("keep", verdict(inside));
        assertEquals(reason, verdict(outside));
    }

    @Test
    void dropsATextWithoutWords() {
        assertEquals("gopher_short_doc", verdict(""));
        assertEquals("gopher_short_doc", verdict(words(80, "***")));
    }

    private static String verdict(String text) {
        return Steps.verdict(GopherQuality.KIND, Map.of(), text);
    }

    private static Arguments limit(String reason, String inside, String outside) {
        return Arguments.of(reason, inside, outside);
    }

    private static String words(int count, String word) {
        return String.join(" ", Collections.nCopies(count, word)) + " ";
    }

    private static String lines(int count, String line) {
        return String.join("\n", Collections.nCopies(count, line)) + "\n";
    }
}
