package dev.cria.data.dedup.semantic;

import dev.cria.data.dedup.cluster.Duplicates;
import dev.cria.data.dedup.cluster.KeepRule;
import dev.cria.data.dedup.cluster.Priority;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Of documents that mean the same, keeps one: SemDeDup (arXiv 2303.09540). Documents are compared
 * within clusters of k-means. Every document that is dropped is similar enough to one of its
 * cluster that is kept, as in Llama 3's post-training data (arXiv 2407.21783, section 4.2.3);
 * SemDeDup's own code also drops what is similar to dropped ones only.
 */
public final class SemanticDuplicates implements CorpusStep {

    /** What recipes can set about it. */
    public static final StepKind KIND =
            new StepKind(
                    "semantic_dedup",
                    "of documents that mean the same, keeps one (SemDeDup)",
                    SemanticSettings.PARAMETERS,
                    SemanticDuplicates::new);

    private final SemanticSettings settings;
    private final Embedding.Source source;
    private final String step;
    private final String scoreField;
    private final String sizeField;

    SemanticDuplicates(Arguments arguments) {
        this(
                arguments,
                new SentenceEmbeddings(
                        arguments.text("model"), (int) arguments.integer("max_tokens")));
    }

    SemanticDuplicates(Arguments arguments, Embedding.Source source) {
        this.settings = SemanticSettings.of(arguments);
        this.source = source;
        this.step = arguments.step();
        this.scoreField = arguments.text(KeepRule.SCORE_FIELD.name());
        this.sizeField = arguments.text(KeepRule.SIZE_FIELD.name());
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        long priority =
                settings.keep().equals("best")
                        ? Priority.byScore(view.document(), scoreField, step)
                        : 0;
        SemanticFacts.write(source.of(view), priority, facts);
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        new SemanticClusters(settings, source, facts, place).settle();
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        return Duplicates.open(folder, "same_meaning", sizeField);
    }
}
