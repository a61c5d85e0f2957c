package dev.cria.data.dedup;

import dev.cria.data.dedup.minhash.NearDuplicates;
import dev.cria.data.dedup.semantic.SemanticDuplicates;
import dev.cria.data.pipeline.StepKind;
import java.util.List;

/** The steps of this package. */
public final class DedupSteps {

    /** What recipes can name. */
    public static final List<StepKind> KINDS =
            List.of(
                    ExactDuplicates.KIND,
                    UrlDuplicates.KIND,
                    RepeatedLines.KIND,
                    NearDuplicates.KIND,
                    SemanticDuplicates.KIND);

    private DedupSteps() {}
}
