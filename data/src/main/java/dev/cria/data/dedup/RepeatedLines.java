package dev.cria.data.dedup;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Removes from all documents of a bucket the lines that occur too often in it. Llama 3 (arXiv
 * 2407.21783, section 3.1.1): more than 6 times in each bucket of 30M documents. Buckets are
 * consecutive documents of the corpus.
 */
final class RepeatedLines implements CorpusStep {

    static final StepKind KIND =
            new StepKind(
                    "line_dedup",
                    "removes lines that occur too often among many documents (Llama 3)",
                    List.of(
                            Parameter.integer(
                                    "max_occurrences",
                                    6,
                                    "lines that occur more often are removed; Llama 3: 6"),
                            Parameter.integer(
                                            "bucket_documents",
                                            30_000_000,
                                            "documents among which occurrences count; Llama 3: 30M")
                                    .between(1, Long.MAX_VALUE),
                            Parameter.flag(
                                    "normalise",
                                    true,
                                    "only letters and digits count, in any case, and digits as 0 (CCNet)")),
                    RepeatedLines::new);

    private final long maxOccurrences;
    private final long bucketDocuments;
    private final boolean normalise;

    RepeatedLines(Arguments arguments) {
        maxOccurrences = arguments.integer("max_occurrences");
        bucketDocuments = arguments.integer("bucket_documents");
        normalise = arguments.flag("normalise");
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        LineKeys.visit(
                view.text(),
                normalise,
                (start, end, key) -> {
                    if (key != null) {
                        facts.writeLong(key.high());
                        facts.writeLong(key.low());
                    }
                });
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        try (FrequentLines lines = new FrequentLines(place, bucketDocuments, maxOccurrences)) {
            lines.find(facts);
        }
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        return LineRemoval.open(folder, bucketDocuments, normalise);
    }
}
