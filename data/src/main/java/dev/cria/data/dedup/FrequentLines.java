package dev.cria.data.dedup;

import dev.cria.data.dedup.cluster.Parallel;
import dev.cria.data.dedup.cluster.Repeated;
import dev.cria.data.dedup.cluster.TextHash;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import dev.cria.data.records.RecordTable;
import java.io.Closeable;
import java.io.DataInput;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds the lines that occur more than so many times within a bucket of consecutive documents, by
 * sorting. Lines fall into parts by the first bits of their hashes.
 */
final class FrequentLines implements Closeable {

    static final int WIDTH = 3;
    private static final int PART_BITS = 4;
    static final int PARTS = 1 << PART_BITS;
    private static final int KEY_BYTES = 16;

    private final Workplace place;
    private final long bucketDocuments;
    private final long maxOccurrences;
    private final RecordSorter[] sorters = new RecordSorter[PARTS];

    FrequentLines(Workplace place, long bucketDocuments, long maxOccurrences) {
        this.place = place;
        this.bucketDocuments = bucketDocuments;
        this.maxOccurrences = maxOccurrences;
        for (int i = 0; i < PARTS; i++) {
            sorters[i] =
                    new RecordSorter(
                            place.folder(), "lines-" + i, WIDTH, place.memoryBytes() / PARTS);
        }
    }

    static int part(TextHash line) {
        return (int) (line.high() >>> (Long.SIZE - PART_BITS));
    }

    static Path file(Path folder, int part) {
        return folder.resolve("lines-" + part + ".records");
    }

    /** Leaves a table of (bucket, hash) for each part. */
    void find(Facts facts) throws IOException {
        Parallel.run(place.threads(), facts.parts(), part -> read(facts, part));
        Parallel.run(place.threads(), PARTS, this::count);
    }

    private void read(Facts facts, int part) throws IOException {
        RecordBatch[] batches = new RecordBatch[PARTS];
        for (int i = 0; i < PARTS; i++) {
            batches[i] = new RecordBatch(sorters[i], WIDTH);
        }
        try (Facts.Cursor cursor = facts.open(part)) {
            while (cursor.next()) {
                long bucket = cursor.ordinal() / bucketDocuments;
                DataInput keys = cursor.facts();
                for (int i = cursor.length() / KEY_BYTES; i > 0; i--) {
                    TextHash line = new TextHash(keys.readLong(), keys.readLong());
                    batches[part(line)].add(bucket, line.high(), line.low());
                }
            }
        }
        for (RecordBatch batch : batches) {
            batch.flush();
        }
    }

    private void count(int part) throws IOException {
        try (RecordSorter sorter = sorters[part];
                RecordReader lines = sorter.sorted()) {
            RecordTable.write(
                    file(place.folder(), part), WIDTH, new Repeated(lines, WIDTH, maxOccurrences));
        }
    }

    @Override
    public void close() throws IOException {
        for (RecordSorter sorter : sorters) {
            sorter.close();
        }
    }
}
