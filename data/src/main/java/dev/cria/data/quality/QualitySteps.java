package dev.cria.data.quality;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.List;

/** The classifier of this package as a step. */
public final class QualitySteps {

    /** For the catalog. */
    public static final List<StepKind> KINDS =
            List.of(
                    new StepKind(
                            "quality",
                            "drops what a classifier scores low that is trained on good and bad texts",
                            List.of(
                                    Parameter.path("positive", "good texts to train on"),
                                    Parameter.path("negative", "bad texts to train on"),
                                    Parameter.number("threshold", 0.5, "least score that is kept")
                                            .between(0, 1)),
                            QualitySteps::make));

    private QualitySteps() {}

    private static QualityStep make(Arguments arguments) {
        for (String name : List.of("positive", "negative")) {
            if (arguments.path(name) == null) {
                throw new UserException(
                        "step quality: needs %s, a file of texts to train on".formatted(name));
            }
        }
        return new QualityStep(
                arguments.path("positive"),
                arguments.path("negative"),
                arguments.number("threshold"),
                arguments.seed());
    }
}
