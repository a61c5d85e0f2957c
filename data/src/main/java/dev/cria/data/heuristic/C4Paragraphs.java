package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Lines;
import dev.cria.data.text.Spans;
import java.util.List;
import java.util.Map;

/** The rule of mC4 (Xue et al. 2021, arXiv:2010.11934): enough lines that are paragraphs. */
final class C4Paragraphs implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "c4_paragraphs",
                    "drops texts with too few long lines (mC4)",
                    List.of(
                            Parameter.integer("min_paragraphs", 3, "fewest long lines; mC4"),
                            Parameter.integer(
                                    "min_paragraph_length",
                                    200,
                                    "characters from which a line is long; mC4")),
                    Map.of("zh", Map.of("min_paragraph_length", 70)),
                    (arguments, language) -> new C4Paragraphs(arguments));

    private final long minParagraphs;
    private final long minLength;

    private C4Paragraphs(Arguments arguments) {
        minParagraphs = arguments.integer("min_paragraphs");
        minLength = arguments.integer("min_paragraph_length");
    }

    @Override
    public Outcome apply(DocumentView view) {
        Spans lines = view.get(Lines.LINE_FEED);
        String text = view.text();
        long paragraphs = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (text.codePointCount(lines.start(i), lines.end(i)) >= minLength) {
                paragraphs++;
            }
        }
        return paragraphs < minParagraphs ? Outcome.drop("too_few_paragraphs") : Outcome.keep(view);
    }
}
