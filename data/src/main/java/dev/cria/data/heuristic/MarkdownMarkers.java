package dev.cria.data.heuristic;

import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepKind;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Removes the markers of Markdown and keeps what they mark, as Llama 3 does for web data
 * (Grattafiori et al. 2024, arXiv:2407.21783, section 3.1.1). What is a marker is told by the
 * CommonMark parser with GitHub's tables and strikethrough.
 */
final class MarkdownMarkers implements DocumentStep {

    static final StepKind KIND =
            new StepKind(
                    "markdown_markers",
                    "removes the markers of Markdown and keeps what they mark (Llama 3)",
                    List.of(),
                    arguments -> new MarkdownMarkers());

    /** What every marker has one of. */
    private static final String MARKS = "#*_`~[]<>|\\-=+!&";

    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
                    .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                    .build();

    @Override
    public Outcome apply(DocumentView view) {
        String text = view.text();
        if (text.chars().noneMatch(c -> MARKS.indexOf(c) >= 0)) {
            return Outcome.keep(view);
        }
        String plain = PlainText.of(PARSER.parse(text), text);
        return plain.isBlank()
                ? Outcome.drop("nothing_but_markers")
                : Outcome.keep(view.with(view.document().withText(plain)));
    }
}
