package dev.cria.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import java.util.Collections;
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
                limit("too-few-words", STOP + words(48, "river"), STOP + words(47, "river")),
                limit(
                        "too-many-words",
                        STOP + words(99_998, "river"),
                        STOP + words(99_999, "river")),
                // 100 words: (3 + 2 + 98 * length) / 100 on either side of 3 and of 10.
                limit(
                        "mean-word-length",
                        STOP + words(95, "abc") + words(3, "abcd"),
                        STOP + words(98, "abc")),
                limit(
                        "mean-word-length",
                        STOP + words(93, "abcdefghij") + words(5, "abcdefghijkl"),
                        STOP + words(90, "abcdefghij") + words(8, "abcdefghijkl")),
                limit(
                        "too-many-hashes",
                        STOP + words(88, "river") + words(10, "#river"),
                        STOP + words(87, "river") + words(11, "#river")),
                limit(
                        "too-many-ellipses",
                        STOP + words(5, "river...") + words(5, "river…") + words(88, "river"),
                        STOP + words(5, "river...") + words(6, "river…") + words(87, "river")),
                limit(
                        "too-many-bullet-lines",
                        lines(9, "- the river of gold flows on") + lines(1, "the end of the tale"),
                        lines(10, "• the river of gold flows on")),
                limit(
                        "too-many-ellipsis-lines",
                        lines(3, LINE + "...") + lines(7, LINE),
                        lines(4, LINE + "...") + lines(6, LINE)),
                limit(
                        "too-few-words-with-a-letter",
                        STOP + words(78, "river") + words(20, "12345"),
                        STOP + words(77, "river") + words(21, "12345")),
                limit("too-few-stop-words", STOP + words(60, "river"), "the " + words(60, "river")),
                limit("too-few-stop-words", STOP + words(60, "river"), words(60, "the ")));
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
        assertEquals("too-few-words", verdict(""));
        assertEquals("too-few-words", verdict(words(80, "***")));
    }

    private static String verdict(String text) {
        return new GopherQuality().reasonToDrop(Document.of("1", text, "test")).orElse("keep");
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
