package dev.cria.data.dedup.cluster;

import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import dev.cria.data.records.RecordSorter;
import java.io.Closeable;
import java.io.IOException;

/**
 * Finds documents of the same key ({@link KeyFacts}; documents without facts have none), by
 * sorting. Keys are hashes: by their first bits they fall into parts of about the same size, which
 * are sorted side by side.
 */
public final class EqualKeys implements Closeable {

    private static final int PART_BITS = 4;
    private static final int PARTS = 1 << PART_BITS;
    private static final int KEY_COLUMNS = 2;
    private static final int WIDTH = Clusters.width(KEY_COLUMNS);

    private final boolean lastWins;
    private final RecordSorter[] sorters = new RecordSorter[PARTS];

    private EqualKeys(Workplace place, boolean lastWins) {
        this.lastWins = lastWins;
        long memory = place.memoryBytes() / 4 * 3 / PARTS;
        for (int i = 0; i < PARTS; i++) {
            sorters[i] = new RecordSorter(place.folder(), "keys-" + i, WIDTH, memory);
        }
    }

    /**
     * Leaves {@link Duplicates} in the folder.
     *
     * @param lastWins whether the last one is kept of documents of the same key and priority,
     *     instead of the first one
     */
    public static void settle(Facts facts, Workplace place, boolean lastWins) throws IOException {
        try (EqualKeys keys = new EqualKeys(place, lastWins);
                DuplicateWriter writer = new DuplicateWriter(place, place.memoryBytes() / 4)) {
            Parallel.run(place.threads(), facts.parts(), part -> keys.read(facts, part));
            Parallel.run(place.threads(), PARTS, part -> keys.compare(part, writer.new Sink()));
            writer.finish();
        }
    }

    private void read(Facts facts, int part) throws IOException {
        RecordBatch[] batches = new RecordBatch[PARTS];
        for (int i = 0; i < PARTS; i++) {
            batches[i] = new RecordBatch(sorters[i], WIDTH);
        }
        try (Facts.Cursor cursor = facts.open(part)) {
            while (cursor.next()) {
                if (cursor.length() == 0) {
                    continue;
                }
                KeyFacts document = KeyFacts.read(cursor.facts());
                TextHash key = document.key();
                long rank = Clusters.rank(cursor.ordinal(), lastWins);
                batches[(int) (key.high() >>> (Long.SIZE - PART_BITS))].add(
                        key.high(), key.low(), document.priority(), rank);
            }
        }
        for (RecordBatch batch : batches) {
            batch.flush();
        }
    }

    private void compare(int part, DuplicateWriter.Sink sink) throws IOException {
        try (RecordSorter sorter = sorters[part];
                RecordReader records = sorter.sorted()) {
            Clusters.scan(records, KEY_COLUMNS, lastWins, sink);
        }
    }

    @Override
    public void close() throws IOException {
        for (RecordSorter sorter : sorters) {
            sorter.close();
        }
    }
}
