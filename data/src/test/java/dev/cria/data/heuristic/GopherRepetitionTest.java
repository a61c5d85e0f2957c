package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit with a text that just meets it and one that just misses it. */
final class GopherRepetitionTest {

    @Test
    void boundsTheShareOfRepeatedLines() {
        // The repeated line is short, so that only its number counts.
        assertEquals("keep", verdict(longLines(6) + "ab\n".repeat(4)));
        assertEquals("dup_line_frac", verdict(longLines(6) + "ab\n".repeat(5)));
    }

    @Test
    void boundsTheCharactersOfRepeatedLines() {
        // A repeated line of 20 characters in a text of 100, and of 99.
        String twice = "x".repeat(20) + "\n";
        assertEquals("keep", pieces(twice + twice + lines(58)));
        assertEquals("dup_line_char_frac", pieces(twice + twice + lines(57)));
    }

    @Test
    void boundsTheShareOfRepeatedParagraphs() {
        assertEquals("keep", verdict(longLines(6).replace("\n", "\n\n") + "ab\n\n".repeat(4)));
        assertEquals(
                "dup_para_frac", verdict(longLines(6).replace("\n", "\n\n") + "ab\n\n".repeat(5)));
    }

    @Test
    void boundsTheCharactersOfRepeatedParagraphs() {
        String twice = "x".repeat(20) + "\n\n";
        assertEquals("keep", pieces(twice + twice + paragraphs(56)));
        assertEquals("dup_para_char_frac", pieces(twice + twice + paragraphs(55)));
    }

    @ParameterizedTest
    @CsvSource({"2,0.20", "3,0.18", "4,0.16"})
    void boundsTheMostFrequentNGram(int n, double limit) {
        String gram = words("g", n);
        List<String> runs = Collections.nCopies(6, gram);
        int total = total(6 * gram.length(), limit);
        assertEquals("keep", verdict(apart(runs, total + 1)));
        assertEquals("top_" + n + "_gram", verdict(apart(runs, total - 1)));
    }

    @ParameterizedTest
    @CsvSource({"5,0.15", "6,0.14", "7,0.13", "8,0.12", "9,0.11", "10,0.10"})
    void boundsRepeatedNGrams(int n, double limit) {
        // Four runs that come back once each, so that no shorter n-gram is too frequent.
        List<String> once = List.of(words("a", n), words("b", n), words("c", n), words("d", n));
        List<String> runs = new ArrayList<>(once);
        runs.addAll(once);
        int total = total(4 * words("a", n).replace(" ", "").length(), limit);
        assertEquals("keep", verdict(apart(runs, total + 1)));
        assertEquals("duplicated_" + n + "_n_grams", verdict(apart(runs, total - 1)));
    }

    /** The length of text at which so many characters are the limit. */
    private static int total(int characters, double limit) {
        return (int) Math.round(characters / limit);
    }

    /** A text of this many characters that holds the runs with different words between them. */
    private static String apart(List<String> runs, int total) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            text.append(runs.get(i)).append(" u").append(1000 + i).append(' ');
        }
        return text + filler(total - text.length());
    }

    /** Words that do not repeat, of this many characters together. */
    private static String filler(int length) {
        return words("f", length / 6 + 1).substring(0, length - 1) + "z";
    }

    private static String lines(int length) {
        return filler(length).replace(' ', '\n');
    }

    private static String paragraphs(int length) {
        return filler(length).replace(" f", "\n\n");
    }

    private static String words(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + (1000 + i))
                .collect(Collectors.joining(" "));
    }

    private static String longLines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> words("l" + i + "x", 20) + "\n")
                .collect(Collectors.joining());
    }

    /** What the rules on lines and paragraphs say, with those on n-grams switched off. */
    private static String pieces(String text) {
        Map<String, Object> off = new HashMap<>();
        for (int n = 2; n <= 10; n++) {
            off.put((n < 5 ? "top_" : "dup_") + n + "_gram_char_frac", 100);
        }
        return Steps.verdict(GopherRepetition.KIND, off, text);
    }

    private static String verdict(String text) {
        return Steps.verdict(GopherRepetition.KIND, Map.of(), text);
    }
}
