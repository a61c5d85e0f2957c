package dev.cria.data.curate;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small steps for tests. */
final class TestSteps {

    private TestSteps() {}

    /** Drops short texts. */
    static ChosenStep longerThan(int characters) {
        StepKind kind =
                new StepKind(
                        "longer_than",
                        "drops short texts",
                        List.of(Parameter.integer("characters", 10, "more than these")),
                        arguments -> longer(arguments.integer("characters")));
        return new ChosenStep(
                kind, Arguments.of(kind, Map.of("characters", characters), Path.of(""), 0));
    }

    private static DocumentStep longer(long characters) {
        return view ->
                view.text().length() > characters ? Outcome.keep(view) : Outcome.drop("short");
    }

    /** Fails on every document. */
    static ChosenStep failing() {
        DocumentStep step =
                view -> {
                    throw new ArithmeticException("no");
                };
        StepKind kind = new StepKind("failing", "fails", List.of(), arguments -> step);
        return new ChosenStep(kind, Arguments.of(kind, Map.of(), Path.of(""), 0));
    }
}
