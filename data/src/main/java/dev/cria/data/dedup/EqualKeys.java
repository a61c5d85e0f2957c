package dev.cria.data.dedup;

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
final class EqualKeys implements Closeable {

    private static final int PART_BITS = 4;
    private static final int PARTS = 1 << PART_BITS;
    private static final int WIDTH = 4;

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
    static void settle(Facts facts, Workplace place, boolean lastWins) throws IOException {
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
                long rank = lastWins ? ~cursor.ordinal() : cursor.ordinal();
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
            long high = 0;
            long low = 0;
            long kept = 0;
            long size = 0;
            while (records.next()) {
                long ordinal = lastWins ? ~records.get(3) : records.get(3);
                if (size > 0 && records.get(0) == high && records.get(1) == low) {
                    sink.drop(ordinal, kept);
                    size++;
                    continue;
                }
                if (size > 1) {
                    sink.cluster(kept, size);
                }
                high = records.get(0);
                low = records.get(1);
                kept = ordinal;
                size = 1;
            }
            if (size > 1) {
                sink.cluster(kept, size);
            }
            sink.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (RecordSorter sorter : sorters) {
            sorter.close();
        }
    }
}
