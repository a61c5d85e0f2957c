package dev.cria.data.safety;

import dev.cria.data.pipeline.StepKind;
import dev.cria.data.safety.code.InsecureCodeFilter;
import dev.cria.data.safety.pii.MaskPii;
import java.util.List;

/** The steps of this package and those below. */
public final class SafetySteps {

    /** For the catalog. */
    public static final List<StepKind> KINDS =
            List.of(DirtyWords.KIND, MaskPii.KIND, InsecureCodeFilter.KIND);

    private SafetySteps() {}
}
