package dev.cria.data.dedup.semantic;

import dev.cria.data.dedup.cluster.DuplicateWriter;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Goes through the documents of each cluster in the order in which they are to be kept, and drops
 * those that are the same as one that is kept. What does not fit into memory is compared with what
 * does, and what is left of it is gone through again.
 */
final class ClusterPruning {

    /** Columns before those of the vector: cluster, priority, document. */
    static final int HEAD = 3;

    private final Path folder;
    private final String name;
    private final int width;
    private final long minProduct;
    private final long memoryBytes;
    private final DuplicateWriter.Sink sink;
    private int rounds;

    ClusterPruning(
            Path folder,
            String name,
            int width,
            double minSimilarity,
            long memoryBytes,
            DuplicateWriter.Sink sink) {
        this.folder = folder;
        this.name = name;
        this.width = width;
        this.minProduct = UnitVectors.product(minSimilarity);
        this.memoryBytes = memoryBytes;
        this.sink = sink;
    }

    /** Longs of a record. */
    static int columns(int width) {
        return HEAD + (width + 3) / 4;
    }

    static void pack(short[] vector, long[] record) {
        for (int i = 0; i < vector.length; i++) {
            record[HEAD + i / 4] |= (vector[i] & 0xFFFFL) << (i % 4 * 16);
        }
    }

    private static void unpack(long[] record, short[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (short) (record[HEAD + i / 4] >>> (i % 4 * 16));
        }
    }

    /** Goes through sorted records. */
    void prune(RecordReader records) throws IOException {
        int columns = columns(width);
        long most = Math.max(memoryBytes / 4 / (2L * width + 16), 1);
        String overflow = name + "-" + rounds++;
        try (RecordSorter rest = new RecordSorter(folder, overflow, columns, memoryBytes / 4)) {
            KeptVectors kept = new KeptVectors(width, minProduct);
            long cluster = -1;
            long[] record = new long[columns];
            short[] vector = new short[width];
            while (records.next()) {
                records.copyTo(record, 0);
                if (record[0] != cluster) {
                    finish(kept);
                    kept = new KeptVectors(width, minProduct);
                    cluster = record[0];
                }
                unpack(record, vector);
                long same = kept.same(vector);
                if (same >= 0) {
                    sink.drop(record[2], same);
                } else if (kept.size() < most) {
                    kept.add(record[2], vector);
                } else {
                    rest.add(record, 1);
                }
            }
            finish(kept);
            if (rest.added() > 0) {
                try (RecordReader sorted = rest.sorted()) {
                    prune(sorted);
                }
            }
        }
    }

    private void finish(KeptVectors kept) throws IOException {
        for (int i = 0; i < kept.size(); i++) {
            if (kept.documents(i) > 1) {
                sink.cluster(kept.ordinal(i), kept.documents(i));
            }
        }
    }
}
