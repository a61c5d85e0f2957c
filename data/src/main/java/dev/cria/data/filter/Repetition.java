package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The repetition rules of Gopher (Rae et al. 2021, arXiv:2112.11446, Table A1): shares of repeated
 * lines and paragraphs, of the most frequent 2- to 4-grams and of repeated 5- to 10-grams. Chinese
 * has no separated words, and verse repeats by its nature: there the n-grams give way to the share
 * of repeated runs of ten characters, at most 0.5 (the default of Data-Juicer's
 * character_repetition_filter).
 */
public final class Repetition implements DocumentFilter {

    static final double MAX_REPEATED_LINES = 0.30;
    static final double MAX_REPEATED_LINE_CHARACTERS = 0.20;
    static final double MAX_REPEATED_PARAGRAPHS = 0.30;
    static final double MAX_REPEATED_PARAGRAPH_CHARACTERS = 0.20;

    /** For 2-, 3- and 4-grams. */
    static final double[] MAX_TOP_NGRAM = {0.20, 0.18, 0.16};

    /** For 5- to 10-grams. */
    static final double[] MAX_REPEATED_NGRAM = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    static final int CHINESE_RUN = 10;
    static final double MAX_REPEATED_CHINESE_RUNS = 0.5;

    @Override
    public Optional<String> reasonToDrop(Document document) {
        String text = document.text();
        String reason = repeatedPieces(text);
        if (reason == null) {
            reason = Han.isChinese(text) ? repeatedRuns(text) : repeatedWords(text, Words.of(text));
        }
        return Optional.ofNullable(reason);
    }

    static String repeatedPieces(String text) {
        Repeats paragraphs = Repeats.of(text.split("\n{2,}"));
        if (paragraphs.share() > MAX_REPEATED_PARAGRAPHS) {
            return "repeated-paragraphs";
        }
        if (paragraphs.characters() > MAX_REPEATED_PARAGRAPH_CHARACTERS * text.length()) {
            return "repeated-paragraph-characters";
        }
        Repeats lines = Repeats.of(text.split("\n+"));
        if (lines.share() > MAX_REPEATED_LINES) {
            return "repeated-lines";
        }
        if (lines.characters() > MAX_REPEATED_LINE_CHARACTERS * text.length()) {
            return "repeated-line-characters";
        }
        return null;
    }

    /** The reason to drop a text that consists of these words, or null. */
    static String repeatedWords(String text, List<String> words) {
        NGrams grams = new NGrams(words);
        for (int n = 2; n <= 4; n++) {
            if (grams.topCharacters(n) > MAX_TOP_NGRAM[n - 2] * text.length()) {
                return "top-" + n + "-gram";
            }
        }
        for (int n = 5; n <= 10; n++) {
            if (grams.repeatedCharacters(n) > MAX_REPEATED_NGRAM[n - 5] * text.length()) {
                return "repeated-" + n + "-gram";
            }
        }
        return null;
    }

    private static String repeatedRuns(String text) {
        String visible = text.replaceAll("\\s+", "");
        int numRuns = visible.length() - CHINESE_RUN + 1;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < numRuns; i++) {
            seen.add(visible.substring(i, i + CHINESE_RUN));
        }
        // Every run but the first of its kind is repeated.
        boolean tooMany =
                numRuns > 0 && numRuns - seen.size() > MAX_REPEATED_CHINESE_RUNS * numRuns;
        return tooMany ? "repeated-character-runs" : null;
    }

    /** Pieces that occurred before: their share among all, and their characters. */
    private record Repeats(double share, long characters) {

        static Repeats of(String[] pieces) {
            Set<String> seen = new HashSet<>();
            int total = 0;
            int repeated = 0;
            long characters = 0;
            for (String piece : pieces) {
                String stripped = piece.strip();
                if (stripped.isEmpty()) {
                    continue;
                }
                total++;
                if (!seen.add(stripped)) {
                    repeated++;
                    characters += stripped.length();
                }
            }
            return new Repeats(total == 0 ? 0 : (double) repeated / total, characters);
        }
    }
}
