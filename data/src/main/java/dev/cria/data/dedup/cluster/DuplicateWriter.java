package dev.cria.data.dedup.cluster;

import dev.cria.data.pipeline.Workplace;
import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import dev.cria.data.records.RecordTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Collects which documents repeat which, and leaves that in a folder as {@link Duplicates}. */
public final class DuplicateWriter implements Closeable {

    static final String DROPPED = "dropped.records";
    static final String CLUSTERS = "clusters.records";
    static final int WIDTH = 2;

    private final Path folder;
    private final RecordSorter dropped;
    private final RecordSorter clusters;

    /**
     * @param memoryBytes that may be used of the workplace
     */
    public DuplicateWriter(Workplace place, long memoryBytes) {
        folder = place.folder();
        dropped = new RecordSorter(folder, "dropped", WIDTH, memoryBytes / 2);
        clusters = new RecordSorter(folder, "clusters", WIDTH, memoryBytes / 2);
    }

    /** What one thread finds. */
    public final class Sink {

        private final RecordBatch drops = new RecordBatch(dropped, WIDTH);
        private final RecordBatch sizes = new RecordBatch(clusters, WIDTH);

        /** A document that repeats one that is kept. */
        public void drop(long ordinal, long kept) throws IOException {
            drops.add(ordinal, kept);
        }

        /** A kept document, and how many there are with those that repeat it: at least two. */
        public void cluster(long kept, long size) throws IOException {
            sizes.add(kept, size);
        }

        /** Hands over what was found. */
        public void flush() throws IOException {
            drops.flush();
            sizes.flush();
        }
    }

    /** Writes the tables. */
    public void finish() throws IOException {
        try (RecordReader sorted = dropped.sorted()) {
            RecordTable.write(folder.resolve(DROPPED), WIDTH, sorted);
        }
        try (RecordReader sorted = clusters.sorted()) {
            RecordTable.write(folder.resolve(CLUSTERS), WIDTH, sorted);
        }
    }

    @Override
    public void close() throws IOException {
        try (dropped) {
            clusters.close();
        }
    }
}
