package dev.cria.data.dedup.cluster;

import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Grouping;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.records.RecordTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Drops documents that repeat others. The detail of a drop names the cluster, by the number within
 * the corpus of the document that is kept of it, and its size.
 */
public final class Duplicates implements Decisions, Grouping {

    private final RecordTable dropped;
    private final RecordTable clusters;
    private final String reason;
    private final String sizeField;

    private Duplicates(RecordTable dropped, RecordTable clusters, String reason, String sizeField) {
        this.dropped = dropped;
        this.clusters = clusters;
        this.reason = reason;
        this.sizeField = sizeField;
    }

    /**
     * @param reason by which drops are counted
     * @param sizeField where kept documents get the size of their cluster; empty for nowhere
     */
    public static Duplicates open(Path folder, String reason, String sizeField) throws IOException {
        return new Duplicates(
                RecordTable.open(folder.resolve(DuplicateWriter.DROPPED), DuplicateWriter.WIDTH),
                RecordTable.open(folder.resolve(DuplicateWriter.CLUSTERS), DuplicateWriter.WIDTH),
                reason,
                sizeField);
    }

    @Override
    public Outcome decide(long ordinal, DocumentView view) {
        long drop = dropped.find(ordinal);
        if (drop >= 0) {
            long kept = dropped.get(drop, 1);
            return Outcome.drop(reason, "cluster %d of %d documents".formatted(kept, size(kept)));
        }
        if (sizeField.isEmpty()) {
            return Outcome.keep(view);
        }
        String size = Long.toString(size(ordinal));
        return Outcome.keep(view.with(view.document().withMeta(sizeField, size)));
    }

    @Override
    public Group group(long ordinal) {
        long drop = dropped.find(ordinal);
        long kept = drop < 0 ? ordinal : dropped.get(drop, 1);
        long size = size(kept);
        return size < 2 ? null : new Group(kept, size);
    }

    private long size(long kept) {
        long cluster = clusters.find(kept);
        return cluster < 0 ? 1 : clusters.get(cluster, 1);
    }

    @Override
    public void close() {}
}
