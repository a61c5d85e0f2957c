package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The document quality rules of Gopher (Rae et al. 2021, arXiv:2112.11446, section A.1.1), for
 * languages that put spaces between words. A word is what stands between white space, which is the
 * paper's reading. Given the words of another tokenizer, the verdicts are those of datatrove's
 * gopher_quality_filter.
 */
public final class GopherQuality implements DocumentFilter {

    static final int MIN_WORDS = 50;
    static final int MAX_WORDS = 100_000;
    static final double MIN_MEAN_WORD_LENGTH = 3;
    static final double MAX_MEAN_WORD_LENGTH = 10;
    static final double MAX_SYMBOLS_PER_WORD = 0.1;
    static final double MAX_BULLET_LINES = 0.9;
    static final double MAX_ELLIPSIS_LINES = 0.3;
    static final double MIN_WORDS_WITH_LETTER = 0.8;
    static final int MIN_STOP_WORDS = 2;

    private static final Set<String> STOP_WORDS =
            Set.of("the", "be", "to", "of", "and", "that", "have", "with");

    @Override
    public Optional<String> reasonToDrop(Document document) {
        String text = document.text();
        return Optional.ofNullable(reason(text, Words.of(text)));
    }

    /** The reason to drop a text that consists of these words, or null. */
    static String reason(String text, List<String> words) {
        List<String> proper = words.stream().filter(Words::hasLetterOrDigit).toList();
        if (proper.size() < MIN_WORDS) {
            return "too-few-words";
        }
        if (proper.size() > MAX_WORDS) {
            return "too-many-words";
        }
        double meanLength = proper.stream().mapToInt(Words::length).average().orElseThrow();
        if (meanLength < MIN_MEAN_WORD_LENGTH || meanLength > MAX_MEAN_WORD_LENGTH) {
            return "mean-word-length";
        }
        if (TextLines.count(text, "#") > MAX_SYMBOLS_PER_WORD * words.size()) {
            return "too-many-hashes";
        }
        int ellipses = TextLines.count(text, "...") + TextLines.count(text, "…");
        if (ellipses > MAX_SYMBOLS_PER_WORD * words.size()) {
            return "too-many-ellipses";
        }
        List<String> lines = text.lines().map(String::strip).toList();
        if (TextLines.share(lines, TextLines::isBullet) > MAX_BULLET_LINES) {
            return "too-many-bullet-lines";
        }
        if (TextLines.share(lines, TextLines::endsWithEllipsis) > MAX_ELLIPSIS_LINES) {
            return "too-many-ellipsis-lines";
        }
        long withLetter = words.stream().filter(Words::hasLetter).count();
        if (withLetter < MIN_WORDS_WITH_LETTER * words.size()) {
            return "too-few-words-with-a-letter";
        }
        long stopWords = words.stream().filter(STOP_WORDS::contains).distinct().count();
        return stopWords < MIN_STOP_WORDS ? "too-few-stop-words" : null;
    }
}
