package dev.cria.data.heuristic;

import dev.cria.data.pipeline.StepKind;
import java.util.List;

/** The steps of this package. */
public final class Heuristics {

    /** Every step that recipes can name. */
    public static final List<StepKind> KINDS =
            List.of(
                    GopherRepetition.KIND,
                    GopherQuality.KIND,
                    C4Quality.KIND,
                    C4Paragraphs.KIND,
                    FineWebQuality.KIND);

    private Heuristics() {}
}
