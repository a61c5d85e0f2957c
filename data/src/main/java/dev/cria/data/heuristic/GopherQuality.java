package dev.cria.data.heuristic;

import static dev.cria.data.text.CharacterClasses.LETTER;
import static dev.cria.data.text.CharacterClasses.SYMBOL;
import static dev.cria.data.text.CharacterClasses.TERMINAL;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Feature;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.CharKeys;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The quality rules of Gopher (Rae et al. 2021, arXiv:2112.11446, section A.1.1), counted as in
 * datatrove's gopher_quality_filter: number and mean length are those of words that are not
 * punctuation alone, everything else refers to all words.
 */
final class GopherQuality implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "gopher_quality",
                    "drops texts that are no prose, by words, symbols and lines (Gopher, A.1.1)",
                    List.of(
                            Parameter.integer("min_words", 50, "fewest words; Gopher"),
                            Parameter.integer("max_words", 100_000, "most words; Gopher"),
                            Parameter.number(
                                    "min_mean_word_length", 3, "least mean length; Gopher"),
                            Parameter.number(
                                    "max_mean_word_length", 10, "largest mean length; Gopher"),
                            Parameter.number(
                                    "max_symbol_word_ratio",
                                    0.1,
                                    "most hashes, and most ellipses, for each word; Gopher"),
                            Parameter.number(
                                    "max_bullet_lines_ratio",
                                    0.9,
                                    "largest share of lines that begin with a bullet; Gopher"),
                            Parameter.number(
                                    "max_ellipsis_lines_ratio",
                                    0.3,
                                    "largest share of lines that end in an ellipsis; Gopher"),
                            Parameter.number(
                                    "min_alpha_words_ratio",
                                    0.8,
                                    "least share of words with a letter; Gopher"),
                            Parameter.integer(
                                    "min_stop_words", 2, "fewest different stop words; Gopher"),
                            Parameter.list(
                                    "stop_words",
                                    List.of("the", "be", "to", "of", "and", "that", "have", "with"),
                                    "words of which some must occur, in this case; Gopher")),
                    // Characters instead of words; cjk_ratio instead of stop words.
                    Map.of(
                            "zh",
                            Map.of(
                                    "words",
                                    "characters",
                                    "min_words",
                                    20,
                                    "max_words",
                                    200_000,
                                    "min_mean_word_length",
                                    0,
                                    "min_stop_words",
                                    0)),
                    GopherQuality::new);

    private final long minWords;
    private final long maxWords;
    private final double minLength;
    private final double maxLength;
    private final double maxSymbols;
    private final double maxBullets;
    private final double maxEllipsisLines;
    private final double minAlpha;
    private final long minStopWords;
    private final CharKeys<Integer> stopWords = new CharKeys<>();
    private final Feature<Words> words;

    private GopherQuality(Arguments arguments, String language) {
        minWords = arguments.integer("min_words");
        maxWords = arguments.integer("max_words");
        minLength = arguments.number("min_mean_word_length");
        maxLength = arguments.number("max_mean_word_length");
        maxSymbols = arguments.number("max_symbol_word_ratio");
        maxBullets = arguments.number("max_bullet_lines_ratio");
        maxEllipsisLines = arguments.number("max_ellipsis_lines_ratio");
        minAlpha = arguments.number("min_alpha_words_ratio");
        minStopWords = arguments.integer("min_stop_words");
        List<String> list = arguments.list("stop_words");
        for (int i = 0; i < list.size(); i++) {
            stopWords.put(list.get(i), i);
        }
        words = WordDefinition.of(arguments.text("words")).words(language);
    }

    @Override
    public Outcome apply(DocumentView view) {
        String reason = reason(view.get(words));
        return reason == null ? Outcome.keep(view) : Outcome.drop(reason);
    }

    private String reason(Words all) {
        long proper = 0;
        long length = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.holdsOther(i, SYMBOL | TERMINAL)) {
                proper++;
                length += all.length(i);
            }
        }
        if (proper < minWords) {
            return "gopher_short_doc";
        }
        if (proper > maxWords) {
            return "gopher_long_doc";
        }
        double mean = proper == 0 ? 0 : (double) length / proper;
        if (mean < minLength) {
            return "gopher_below_avg_threshold";
        }
        if (mean > maxLength) {
            return "gopher_above_avg_threshold";
        }
        double size = Math.max(1, all.size());
        String symbols = symbols(all.text(), size);
        if (symbols != null) {
            return symbols;
        }
        if (withLetter(all) / size < minAlpha) {
            return "gopher_below_alpha_threshold";
        }
        return hasStopWords(all) ? null : "gopher_enough_stop_words";
    }

    private String symbols(char[] text, double words) {
        TextCounts counts = TextCounts.of(text);
        if (counts.hashes() / words > maxSymbols) {
            return "gopher_too_many_hashes";
        }
        if (counts.ellipses() / words > maxSymbols) {
            return "gopher_too_many_ellipsis";
        }
        double lines = Math.max(1, counts.lines());
        if (counts.bulletLines() / lines > maxBullets) {
            return "gopher_too_many_bullets";
        }
        return counts.ellipsisLines() / lines > maxEllipsisLines
                ? "gopher_too_many_end_ellipsis"
                : null;
    }

    private static long withLetter(Words all) {
        long count = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.holds(i, LETTER)) {
                count++;
            }
        }
        return count;
    }

    private boolean hasStopWords(Words all) {
        BitSet found = new BitSet();
        for (int i = 0; i < all.size() && found.cardinality() < minStopWords; i++) {
            Integer stopWord = stopWords.get(all.text(), all.start(i), all.end(i));
            if (stopWord != null) {
                found.set(stopWord);
            }
        }
        return found.cardinality() >= minStopWords;
    }
}
