package dev.cria.data.heuristic;

import static dev.cria.data.text.CharacterClasses.TERMINAL;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Feature;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.CharacterClasses;
import dev.cria.data.text.Lines;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.List;
import java.util.Map;

/**
 * FineWeb's own rules (Penedo et al. 2024, arXiv:2406.17557, section 3.6) as in datatrove's
 * fineweb_quality_filter: lines that end a sentence, short lines, repeated lines, lists. The
 * paper's text says 0.1 where its table and its code have 0.01 for repeated lines; so has this.
 */
final class FineWebQuality implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "fineweb",
                    "drops texts of short, repeated or unended lines (FineWeb)",
                    List.of(
                            Parameter.number(
                                    "line_punct_ratio",
                                    0.12,
                                    "least share of lines that end a sentence; FineWeb"),
                            Parameter.flag(
                                    "line_punct_exclude_zero",
                                    false,
                                    "keep texts without any such line; FineWeb"),
                            Parameter.number(
                                    "short_line_ratio",
                                    0.67,
                                    "largest share of short lines; FineWeb"),
                            Parameter.integer(
                                    "short_line_length",
                                    30,
                                    "characters up to which a line is short; FineWeb"),
                            Parameter.number(
                                    "char_duplicates_ratio",
                                    0.01,
                                    "largest share of characters in repeated lines; FineWeb"),
                            Parameter.number(
                                    "new_line_ratio",
                                    0.3,
                                    "most line breaks for each word; FineWeb")),
                    // Three English letters say as much as one Chinese character.
                    Map.of(
                            "zh",
                            Map.of(
                                    "words",
                                    "characters",
                                    "short_line_length",
                                    10,
                                    "new_line_ratio",
                                    0.2)),
                    FineWebQuality::new);

    private final double minEnded;
    private final boolean excludeZero;
    private final double maxShort;
    private final long shortLength;
    private final double maxRepeated;
    private final double maxBreaks;
    private final Feature<Words> words;

    private FineWebQuality(Arguments arguments, String language) {
        minEnded = arguments.number("line_punct_ratio");
        excludeZero = arguments.flag("line_punct_exclude_zero");
        maxShort = arguments.number("short_line_ratio");
        shortLength = arguments.integer("short_line_length");
        maxRepeated = arguments.number("char_duplicates_ratio");
        maxBreaks = arguments.number("new_line_ratio");
        words = WordDefinition.of(arguments.text("words")).words(language);
    }

    @Override
    public Outcome apply(DocumentView view) {
        String reason = reason(view);
        return reason == null ? Outcome.keep(view) : Outcome.drop(reason);
    }

    private String reason(DocumentView view) {
        char[] text = view.text().toCharArray();
        Spans all = view.get(Lines.LINE_FEED);
        Spans lines = new Spans(all.size());
        int ended = 0;
        int isShort = 0;
        for (int i = 0; i < all.size(); i++) {
            int start = all.start(i);
            int end = all.end(i);
            if (Space.stripStart(text, start, end) == end) {
                continue;
            }
            lines.add(start, end);
            int last = Character.codePointBefore(text, end, start);
            ended += (CharacterClasses.of(last) & TERMINAL) != 0 ? 1 : 0;
            isShort += Character.codePointCount(text, start, end - start) <= shortLength ? 1 : 0;
        }
        double size = lines.size();
        if (size == 0) {
            return "empty";
        }
        if (ended / size < minEnded && !(ended == 0 && excludeZero)) {
            return "line_punct_ratio";
        }
        if (isShort / size > maxShort) {
            return "short_line_ratio";
        }
        int breaks = all.size() - 1;
        double characters = Character.codePointCount(text, 0, text.length) - breaks;
        if (Repeats.of(text, lines).characters() / characters > maxRepeated) {
            return "char_dup_ratio";
        }
        return breaks / (double) Math.max(1, view.get(words).size()) > maxBreaks
                ? "list_ratio"
                : null;
    }
}
