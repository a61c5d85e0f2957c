package dev.cria.data.curate;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.StepKind;

/** A step and the settings that it was given. */
public record ChosenStep(StepKind kind, Arguments arguments) {

    /** In a recipe and in the report. */
    public String name() {
        return kind.name();
    }

    /** The step itself. */
    CurateStep make() {
        return kind.make().apply(arguments);
    }
}
