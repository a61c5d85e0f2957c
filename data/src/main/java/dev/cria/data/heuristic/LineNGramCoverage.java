package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Feature;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.List;
import java.util.Map;

/**
 * Llama 3's removal of lines that repeat themselves, such as logs and error messages, by the
 * coverage of duplicated n-grams (Grattafiori et al. 2024, arXiv:2407.21783, section 3.1.1): the
 * share of a line's characters in words of n-grams that stood in the line before. Neither n nor the
 * limit are published; those here are Cria's own.
 */
final class LineNGramCoverage implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "line_ngram_coverage",
                    "removes lines that repeat their own n-grams, such as logs (Llama 3)",
                    List.of(
                            Parameter.integer("n", 4, "words in an n-gram; own choice")
                                    .between(1, 100),
                            Parameter.number(
                                    "max_coverage",
                                    0.3,
                                    "largest share of characters in repeated n-grams; own choice"),
                            Parameter.integer(
                                    "min_words_per_line",
                                    12,
                                    "words from which a line is judged; own choice")),
                    Map.of("zh", Map.of("words", "segmented")),
                    LineNGramCoverage::new);

    private final int n;
    private final double maxCoverage;
    private final long minWords;
    private final Feature<Words> words;

    private LineNGramCoverage(Arguments arguments, String language) {
        n = (int) arguments.integer("n");
        maxCoverage = arguments.number("max_coverage");
        minWords = arguments.integer("min_words_per_line");
        words = WordDefinition.of(arguments.text("words")).words(language);
    }

    @Override
    public Outcome apply(DocumentView view) {
        Words all = view.get(words);
        WordsOfLines perLine = new WordsOfLines(all);
        return LineEdits.apply(
                view,
                "no_lines_left",
                (line, text, from) -> {
                    perLine.upTo(from);
                    int first = perLine.next();
                    int count = perLine.upTo(from + line.length());
                    return count >= minWords && repeats(all, first, count) ? null : line;
                });
    }

    private boolean repeats(Words all, int first, int count) {
        NGrams grams = new NGrams(all, first, count);
        return grams.coveredCharacters(n) > maxCoverage * grams.characters();
    }
}
