package dev.cria.data.dedup.minhash;

import dev.cria.data.dedup.cluster.Duplicates;
import dev.cria.data.dedup.cluster.KeepRule;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.text.DocumentLanguage;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Of documents that are almost the same, keeps one: MinHash with locality-sensitive hashing (Broder
 * 1997; Indyk and Motwani 1998), as datatrove does it, and a comparison of what it finds. With b
 * buckets of r hashes, documents of similarity s are compared with probability 1 - (1 - s^r)^b.
 * Documents of fewer words than a shingle has are kept.
 */
public final class NearDuplicates implements CorpusStep {

    /** What recipes can set about it. */
    public static final StepKind KIND =
            new StepKind(
                    "minhash_dedup",
                    "of documents that are almost the same, keeps one (MinHash)",
                    Stream.concat(
                                    NearDuplicateSettings.PARAMETERS.stream(),
                                    Stream.of(
                                            KeepRule.KEEP,
                                            KeepRule.SCORE_FIELD,
                                            KeepRule.SIZE_FIELD))
                            .toList(),
                    NearDuplicates::new);

    private final NearDuplicateSettings settings;
    private final Signer signer;
    private final KeepRule keep;

    NearDuplicates(Arguments arguments) {
        settings = NearDuplicateSettings.of(arguments);
        signer = new Signer(settings);
        keep = KeepRule.of(arguments);
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        long[] shingles = signer.shingles(view.text(), DocumentLanguage.of(view));
        if (shingles.length == 0) {
            return;
        }
        int[] set = settings.verify() ? Shingles.set(shingles) : new int[0];
        long priority = keep.priority(view.document());
        NearFacts.write(signer, settings.buckets(), shingles, set, priority, facts);
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        matches(facts, place);
    }

    /** Settles, and says how many documents agreed in a bucket with one before them. */
    long matches(Facts facts, Workplace place) throws IOException {
        try (NearClusters clusters = new NearClusters(settings, facts, place)) {
            return clusters.settle(keep.lastWins());
        }
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        return Duplicates.open(folder, "near_duplicate", keep.sizeField());
    }
}
