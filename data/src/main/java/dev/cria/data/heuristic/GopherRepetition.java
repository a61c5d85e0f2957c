package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Feature;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Lines;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The repetition rules of Gopher (Rae et al. 2021, arXiv:2112.11446, Table A1), counted as in
 * datatrove's gopher_repetition_filter: shares of repeated lines and paragraphs and of their
 * characters, and characters of the most frequent 2- to 4-gram and of repeated 5- to 10-grams, over
 * those of the text. A limit of 1 or more is never reached.
 */
final class GopherRepetition implements DocumentStep {

    private static final double[] TOP = {0.20, 0.18, 0.16};
    private static final double[] REPEATED = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "gopher_repetition",
                    "drops texts that repeat lines, paragraphs or n-grams (Gopher, Table A1)",
                    parameters(),
                    // Short verse is not repetitive for a line that is a fifth of it.
                    Map.of(
                            "zh",
                            Map.of(
                                    "words",
                                    "segmented",
                                    "top_gram_min_count",
                                    3,
                                    "top_gram_spaces",
                                    false)),
                    GopherRepetition::new);

    private final double maxParagraphs;
    private final double maxParagraphCharacters;
    private final double maxLines;
    private final double maxLineCharacters;
    private final double[] maxTop = new double[TOP.length];
    private final double[] maxRepeated = new double[REPEATED.length];
    private final double leastRepeated;
    private final long leastTop;
    private final int spaces;
    private final Feature<Words> words;

    private GopherRepetition(Arguments arguments, String language) {
        maxParagraphs = arguments.number("dup_para_frac");
        maxParagraphCharacters = arguments.number("dup_para_char_frac");
        maxLines = arguments.number("dup_line_frac");
        maxLineCharacters = arguments.number("dup_line_char_frac");
        for (int i = 0; i < TOP.length; i++) {
            maxTop[i] = arguments.number(top(i));
        }
        for (int i = 0; i < REPEATED.length; i++) {
            maxRepeated[i] = arguments.number(repeated(i));
        }
        leastTop = arguments.integer("top_gram_min_count");
        spaces = arguments.flag("top_gram_spaces") ? 1 : 0;
        leastRepeated = Arrays.stream(maxRepeated).min().orElseThrow();
        words = WordDefinition.of(arguments.text("words")).words(language);
    }

    private static List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(limit("dup_line_frac", 0.30, "share of repeated lines"));
        parameters.add(limit("dup_para_frac", 0.30, "share of repeated paragraphs"));
        parameters.add(limit("dup_line_char_frac", 0.20, "share of characters in them"));
        parameters.add(limit("dup_para_char_frac", 0.20, "share of characters in them"));
        for (int i = 0; i < TOP.length; i++) {
            parameters.add(limit(top(i), TOP[i], "share of characters in the most frequent"));
        }
        parameters.add(
                Parameter.integer(
                        "top_gram_min_count",
                        1,
                        "how often the most frequent must occur to count; datatrove"));
        parameters.add(
                Parameter.flag(
                        "top_gram_spaces",
                        true,
                        "whether a space between its words counts as a character; datatrove"));
        for (int i = 0; i < REPEATED.length; i++) {
            parameters.add(limit(repeated(i), REPEATED[i], "share of characters in repeated"));
        }
        return parameters;
    }

    private static Parameter limit(String name, double initial, String what) {
        return Parameter.number(name, initial, "largest " + what + "; Gopher, Table A1");
    }

    private static String top(int i) {
        return "top_" + (i + 2) + "_gram_char_frac";
    }

    private static String repeated(int i) {
        return "dup_" + (i + 5) + "_gram_char_frac";
    }

    @Override
    public Outcome apply(DocumentView view) {
        String reason = reason(view);
        return reason == null ? Outcome.keep(view) : Outcome.drop(reason);
    }

    private String reason(DocumentView view) {
        String text = view.text();
        char[] chars = text.toCharArray();
        double length = text.codePointCount(0, text.length());
        int start = Space.stripStart(chars, 0, chars.length);
        int end = Space.stripEnd(chars, start, chars.length);
        Repeats paragraphs = Repeats.of(chars, Lines.betweenRuns(chars, start, end, 2));
        if (paragraphs.share() > maxParagraphs) {
            return "dup_para_frac";
        }
        if (paragraphs.characters() / length > maxParagraphCharacters) {
            return "dup_para_char_frac";
        }
        Spans pieces = Lines.betweenRuns(chars, 0, chars.length, 1);
        Repeats lines = Repeats.of(chars, pieces);
        if (lines.share() > maxLines) {
            return "dup_line_frac";
        }
        if (lines.characters() / length > maxLineCharacters) {
            return "dup_line_char_frac";
        }
        return repeatedGrams(new NGrams(view.get(words)), length);
    }

    private String repeatedGrams(NGrams grams, double length) {
        for (int i = 0; i < maxTop.length; i++) {
            if (grams.topCharacters(i + 2, leastTop, spaces) / length > maxTop[i]) {
                return "top_" + (i + 2) + "_gram";
            }
        }
        // Most texts repeat so little that the limits on all lengths hold at once.
        if (grams.coveredCharacters(5) / length <= leastRepeated) {
            return null;
        }
        for (int i = 0; i < maxRepeated.length; i++) {
            if (grams.repeatedCharacters(i + 5) / length > maxRepeated[i]) {
                return "duplicated_" + (i + 5) + "_n_grams";
            }
        }
        return null;
    }
}
