package dev.cria.data.heuristic;

import dev.cria.data.pipeline.StepKind;
import java.util.List;

/** The steps of this package. */
public final class Heuristics {

    /** Every step that recipes can name. */
    public static final List<StepKind> KINDS =
            List.of(
                    UrlFilter.KIND,
                    GopherRepetition.KIND,
                    GopherQuality.KIND,
                    C4Quality.KIND,
                    C4Paragraphs.KIND,
                    FineWebQuality.KIND,
                    RefinedWebLines.KIND,
                    LineNGramCoverage.KIND,
                    BoilerplateLines.KIND,
                    MarkdownMarkers.KIND,
                    CjkRatio.KIND,
                    NormaliseWidth.KIND,
                    SimplifyChinese.KIND,
                    TokenDivergence.KIND);

    private Heuristics() {}
}
