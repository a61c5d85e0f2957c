package dev.cria.data.quality;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The classifier of this package as a step. */
public final class ClassifierSteps {

    /** For the catalog. */
    public static final List<StepKind> KINDS =
            List.of(
                    new StepKind(
                            "classifier",
                            "scores texts by a classifier that is trained on examples or was before,"
                                    + " and drops by the score",
                            List.of(
                                    Parameter.text(
                                            "name",
                                            "quality",
                                            "what it tells, such as quality or nsfw; the score's"
                                                    + " name in the meta"),
                                    Parameter.path("positive", "texts that it is to find"),
                                    Parameter.path("negative", "texts that are otherwise"),
                                    Parameter.path(
                                            "labels",
                                            "instead of both: texts with a score or label each,"
                                                    + " such as a language model gives"),
                                    Parameter.path(
                                            "model",
                                            "instead of all of these: the output of a curation that"
                                                    + " has trained the classifier"),
                                    Parameter.text("label_column", "score", "where labels has it"),
                                    Parameter.number(
                                            "positive_from",
                                            3,
                                            "least score of a positive text; FineWeb-Edu: 3 of 5"),
                                    Parameter.list(
                                            "positive_labels",
                                            List.of("positive"),
                                            "labels of positive texts that are words"),
                                    Parameter.number(
                                                    "threshold",
                                                    0.5,
                                                    "probability from which a text counts as found")
                                            .between(0, 1),
                                    Parameter.choice(
                                            "drop",
                                            "below",
                                            List.of("below", "above", "none"),
                                            "what is dropped: below the threshold, what is found,"
                                                    + " or nothing")),
                            ClassifierSteps::make));

    private ClassifierSteps() {}

    private static ClassifierStep make(Arguments arguments) {
        String name = arguments.text("name");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new UserException(
                    "step classifier: name is '%s'; expected lower-case letters, digits and underscores"
                            .formatted(name));
        }
        Path positive = arguments.path("positive");
        Path negative = arguments.path("negative");
        Path labels = arguments.path("labels");
        Path model = arguments.path("model");
        boolean pair = positive != null && negative != null && labels == null && model == null;
        boolean judged = positive == null && negative == null && labels != null && model == null;
        boolean trained = positive == null && negative == null && labels == null && model != null;
        if (!pair && !judged && !trained) {
            throw new UserException(
                    "step classifier: needs positive and negative, or labels: files of texts to train"
                            + " on; or model: the output of a curation that has trained it");
        }
        double threshold = arguments.number("threshold");
        ClassifierStep.Settings settings =
                new ClassifierStep.Settings(
                        name,
                        threshold,
                        ClassifierStep.Drop.valueOf(
                                arguments.text("drop").toUpperCase(Locale.ROOT)));
        if (trained) {
            KnownClassifier known = KnownClassifier.load(model, name);
            return new ClassifierStep(settings, () -> known);
        }
        LabelledTexts.Rule rule =
                new LabelledTexts.Rule(
                        arguments.text("label_column"),
                        arguments.number("positive_from"),
                        Set.copyOf(arguments.list("positive_labels")));
        List<Path> files = pair ? List.of(positive, negative) : List.of(labels);
        return new ClassifierStep(
                settings,
                () ->
                        KnownClassifier.train(
                                pair
                                        ? LabelledTexts.of(positive, negative)
                                        : LabelledTexts.of(labels, rule),
                                files,
                                threshold,
                                arguments.seed()));
    }
}
