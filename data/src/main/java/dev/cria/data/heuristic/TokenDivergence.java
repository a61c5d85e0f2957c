package dev.cria.data.heuristic;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.DocumentLanguage;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Llama 3's filter of documents with too many outlier tokens (Grattafiori et al. 2024,
 * arXiv:2407.21783, section 3.1.1): the Kullback-Leibler divergence of a document's distribution of
 * words from that of a reference, which is a text or the corpus itself. Neither tokens, limit nor
 * smoothing are published. A short text diverges from anything: n different words by the logarithm
 * of how rare they are against 1 in n; so short texts are not judged.
 */
final class TokenDivergence implements DocumentStep {

    static final StepKind KIND =
            new StepKind(
                    "token_divergence",
                    "drops texts whose words are distributed unlike a reference's (Llama 3)",
                    List.of(
                            Parameter.choice(
                                    "words",
                                    "segmented",
                                    WordDefinition.labels(),
                                    "what counts as a token"),
                            Parameter.path(
                                    "reference",
                                    "a text in UTF-8 whose words are the reference; none for the"
                                            + " corpus itself, each language by itself"),
                            Parameter.number(
                                    "max_divergence",
                                    6,
                                    "largest divergence in nats; own choice, see"
                                            + " docs/curation.md"),
                            Parameter.integer(
                                    "min_words", 100, "words from which a text is judged; own")),
                    TokenDivergence::make);

    private final WordDefinition definition;
    private final double maxDivergence;
    private final long minWords;
    private final TokenDistribution reference;

    TokenDivergence(Arguments arguments, TokenDistribution reference) {
        definition = WordDefinition.of(arguments.text("words"));
        maxDivergence = arguments.number("max_divergence");
        minWords = arguments.integer("min_words");
        this.reference = reference;
    }

    private static CurateStep make(Arguments arguments) {
        Path file = arguments.path("reference");
        return file == null
                ? new CorpusDivergence(arguments)
                : new TokenDivergence(arguments, reference(arguments, file));
    }

    private static TokenDistribution reference(Arguments arguments, Path file) {
        try {
            String text = Files.readString(file);
            String language = DocumentLanguage.of(text);
            Words words = WordDefinition.of(arguments.text("words")).words(language).of(text);
            TokenDistribution distribution = new TokenDistribution();
            for (int slot : TokenDistribution.slots(words)) {
                distribution.add(slot, 1);
            }
            return distribution;
        } catch (MalformedInputException e) {
            throw new UserException(file + ": is no text in UTF-8; " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException(
                    "step token_divergence: reference %s cannot be read: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    @Override
    public Outcome apply(DocumentView view) {
        Words words = view.get(definition.words(DocumentLanguage.of(view)));
        return words.size() >= minWords
                        && reference.divergence(TokenDistribution.slots(words)) > maxDivergence
                ? Outcome.drop("token_divergence")
                : Outcome.keep(view);
    }
}
