package dev.cria.data.decontaminate;

import dev.cria.data.pipeline.StepKind;
import java.util.List;

/** The steps of this package. */
public final class DecontaminateSteps {

    /** What recipes can name. */
    public static final List<StepKind> KINDS = List.of(Decontamination.KIND);

    private DecontaminateSteps() {}
}
