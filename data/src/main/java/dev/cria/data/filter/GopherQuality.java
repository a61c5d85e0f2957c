package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The document quality rules of Gopher (Rae et al. 2021, arXiv:2112.11446, Table A1 and section
 * A.1.1), for languages that put spaces between words. A word is what stands between white space,
 * which is the paper's reading; splitting punctuation off changes what the rules mean.
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
        String stripped = text.strip();
        List<String> words = stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
        return Optional.ofNullable(reason(text, words));
    }

    private static String reason(String text, List<String> words) {
        int numWords = words.size();
        if (numWords < MIN_WORDS) {
            return "too-few-words";
        }
        if (numWords > MAX_WORDS) {
            return "too-many-words";
        }
        double meanLength =
                words.stream().mapToInt(w -> w.codePointCount(0, w.length())).average().orElse(0);
        if (meanLength < MIN_MEAN_WORD_LENGTH || meanLength > MAX_MEAN_WORD_LENGTH) {
            return "mean-word-length";
        }
        if (TextLines.count(text, "#") > MAX_SYMBOLS_PER_WORD * numWords) {
            return "too-many-hashes";
        }
        int ellipses = TextLines.count(text, "...") + TextLines.count(text, "…");
        if (ellipses > MAX_SYMBOLS_PER_WORD * numWords) {
            return "too-many-ellipses";
        }
        List<String> lines = TextLines.of(text);
        if (TextLines.share(lines, TextLines::isBullet) > MAX_BULLET_LINES) {
            return "too-many-bullet-lines";
        }
        if (TextLines.share(lines, TextLines::endsWithEllipsis) > MAX_ELLIPSIS_LINES) {
            return "too-many-ellipsis-lines";
        }
        long withLetter =
                words.stream().filter(w -> w.codePoints().anyMatch(Character::isLetter)).count();
        if (withLetter < MIN_WORDS_WITH_LETTER * numWords) {
            return "too-few-words-with-a-letter";
        }
        Set<String> found = new HashSet<>();
        for (String word : words) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (STOP_WORDS.contains(lower)) {
                found.add(lower);
            }
        }
        return found.size() < MIN_STOP_WORDS ? "too-few-stop-words" : null;
    }
}
