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
 * RefinedWeb's corrections of lines (Penedo et al. 2023, arXiv:2306.01116, appendix G.2): lines of
 * capitals, of digits, counters ("3 likes") and lines of one word go; short lines lose phrases such
 * as "read more..."; a text that loses too many words goes altogether. What the paper leaves open,
 * the share of capitals and the words of counters, is as in DCLM (Li et al. 2024,
 * arXiv:2406.11794).
 */
final class RefinedWebLines implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "refinedweb_lines",
                    "removes lines that are no content and phrases of web pages (RefinedWeb)",
                    List.of(
                            Parameter.number(
                                    "max_uppercase",
                                    0.5,
                                    "largest share of capitals among a line's characters; DCLM"),
                            Parameter.flag("digits", true, "remove lines of digits; RefinedWeb"),
                            Parameter.flag("counters", true, "remove counters; RefinedWeb"),
                            Parameter.integer(
                                    "min_words_per_line", 2, "fewest words in a line; RefinedWeb"),
                            Parameter.integer(
                                    "short_line_words",
                                    10,
                                    "words up to which a line is edited; RefinedWeb"),
                            Parameter.list(
                                    "line_starts",
                                    List.of("sign-in"),
                                    "phrases removed where such a line begins; RefinedWeb"),
                            Parameter.list(
                                    "line_ends",
                                    List.of("read more...", "read more…"),
                                    "phrases removed where such a line ends; RefinedWeb"),
                            Parameter.list(
                                    "anywhere",
                                    List.of("items in cart"),
                                    "phrases removed from such a line; RefinedWeb"),
                            Parameter.number(
                                    "max_removed",
                                    0.05,
                                    "largest share of words that a text may lose; RefinedWeb")),
                    Map.of("zh", Map.of("words", "characters")),
                    RefinedWebLines::new);

    private final LineJunk junk;
    private final ShortPhrases phrases;
    private final long minWords;
    private final long shortWords;
    private final double maxRemoved;
    private final Feature<Words> words;

    private RefinedWebLines(Arguments arguments, String language) {
        junk =
                new LineJunk(
                        arguments.number("max_uppercase"),
                        arguments.flag("digits"),
                        arguments.flag("counters"));
        phrases =
                new ShortPhrases(
                        arguments.list("line_starts"),
                        arguments.list("line_ends"),
                        arguments.list("anywhere"));
        minWords = arguments.integer("min_words_per_line");
        shortWords = arguments.integer("short_line_words");
        maxRemoved = arguments.number("max_removed");
        words = WordDefinition.of(arguments.text("words")).words(language);
    }

    @Override
    public Outcome apply(DocumentView view) {
        Words all = view.get(words);
        WordsOfLines perLine = new WordsOfLines(all);
        long[] removed = {0};
        Outcome outcome =
                LineEdits.apply(
                        view,
                        "no_lines_left",
                        (line, text, from) -> {
                            int count = perLine.upTo(from + line.length());
                            String edited = edit(line, text, from, count);
                            removed[0] += edited == null ? count : 0;
                            return edited;
                        });
        return removed[0] > maxRemoved * all.size()
                ? Outcome.drop("too_many_lines_removed")
                : outcome;
    }

    private String edit(String line, char[] text, int from, int count) {
        if (count < minWords || junk.is(text, from, from + line.length())) {
            return null;
        }
        return count <= shortWords ? phrases.edit(line) : line;
    }
}
