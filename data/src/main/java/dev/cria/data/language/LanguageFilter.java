package dev.cria.data.language;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes down in which language a document is, and leaves out those in others than wanted. */
public final class LanguageFilter implements DocumentStep {

    /**
     * What fastText's users ask for: RefinedWeb (2306.01116) and FineWeb (2406.17557) take 0.65.
     */
    public static final double MIN_PROBABILITY = 0.65;

    /** What the probability is called among what is known of a document. */
    public static final String PROBABILITY = "language_probability";

    /** As recipes name it. */
    public static final StepKind KIND =
            new StepKind(
                    "language",
                    "identifies the language; drops documents in others than those wanted",
                    List.of(
                            Parameter.list(
                                    "languages",
                                    List.of(),
                                    "ISO 639 codes of the languages to keep; none: all of them"),
                            Parameter.number(
                                            "min_probability",
                                            MIN_PROBABILITY,
                                            "least probability of the language (RefinedWeb, FineWeb: 0.65)")
                                    .between(0, 1)),
                    LanguageFilter::new);

    private final LanguageModel model = LanguageModel.shipped();
    private final Set<String> wanted;
    private final double minProbability;

    private LanguageFilter(Arguments arguments) {
        wanted = Set.copyOf(arguments.list("languages"));
        minProbability = arguments.number("min_probability");
        for (String code : wanted) {
            if (!model.codes().contains(code)) {
                throw new UserException(
                        "step language: '%s' is not among the languages that are known: %s"
                                .formatted(code, String.join(" ", model.codes())));
            }
        }
    }

    @Override
    public Outcome apply(DocumentView view) {
        LanguageGuess guess = model.guess(view.text());
        if (guess.probability() < minProbability) {
            return Outcome.drop("language_unsure", guess.code());
        }
        if (!wanted.isEmpty() && !wanted.contains(guess.code())) {
            return Outcome.drop("language", guess.code());
        }
        Document known =
                view.document()
                        .withLanguage(guess.code())
                        .withMeta(
                                PROBABILITY,
                                String.format(Locale.ROOT, "%.3f", guess.probability()));
        return Outcome.keep(view.with(known));
    }
}
