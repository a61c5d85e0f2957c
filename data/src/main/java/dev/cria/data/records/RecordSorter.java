package dev.cria.data.records;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts records, in memory as long as they fit and over temporary files of sorted runs otherwise.
 * What comes out depends neither on the memory nor on the order in which records were added, so
 * that several threads may add. Closing deletes the temporary files.
 */
public final class RecordSorter implements Closeable {

    private static final int INITIAL_RECORDS = 256;
    private static final int MIN_BLOCK_BYTES = 1 << 12;
    private static final int MAX_BLOCK_BYTES = 1 << 17;
    private static final int MAX_FAN_IN = 64;

    private final Path folder;
    private final String name;
    private final int width;
    private final int capacity;
    private final int blockBytes;
    private final List<Path> runs = new ArrayList<>();
    private int files;
    private long[] records;
    private int count;
    private long added;

    /**
     * @param folder for temporary files
     * @param name begins their names
     * @param width longs of a record
     * @param memoryBytes for records in memory, at least one record
     */
    public RecordSorter(Path folder, String name, int width, long memoryBytes) {
        this.folder = folder;
        this.name = name;
        this.width = width;
        // Half of the memory: an array that grows is there twice for a moment.
        long most = Math.min(memoryBytes / 2 / 8 / width, (Integer.MAX_VALUE - 16) / width);
        this.capacity = (int) Math.max(most, 1);
        long block = Math.max(memoryBytes / 2 / MAX_FAN_IN, MIN_BLOCK_BYTES);
        this.blockBytes = Math.max((int) Math.min(block, MAX_BLOCK_BYTES), width * 8);
        this.records = new long[Math.min(capacity, INITIAL_RECORDS) * width];
    }

    /** Adds records that stand one after another. */
    public synchronized void add(long[] values, int number) throws IOException {
        int taken = 0;
        while (taken < number) {
            if (count == capacity) {
                spill();
            }
            int some = Math.min(number - taken, capacity - count);
            reserve(count + some);
            System.arraycopy(values, taken * width, records, count * width, some * width);
            count += some;
            taken += some;
        }
        added += number;
    }

    /** How many records were added. */
    public synchronized long added() {
        return added;
    }

    private void reserve(int needed) {
        if (needed * width > records.length) {
            int larger = (int) Math.min(Math.max(needed, 2L * (records.length / width)), capacity);
            records = Arrays.copyOf(records, larger * width);
        }
    }

    private void spill() throws IOException {
        RecordOrder.sort(records, width, count);
        runs.add(write(new ArrayRecords(records, width, count)));
        count = 0;
    }

    private Path write(RecordReader sorted) throws IOException {
        Path run = folder.resolve(name + "-" + files++ + ".run");
        long[] one = new long[width];
        try (RecordWriter writer = new RecordWriter(run, width, blockBytes)) {
            while (sorted.next()) {
                sorted.copyTo(one, 0);
                writer.write(one, 0);
            }
        }
        return run;
    }

    /** All records in their order, once; nothing can be added any more. */
    public synchronized RecordReader sorted() throws IOException {
        if (runs.isEmpty()) {
            RecordOrder.sort(records, width, count);
            return new ArrayRecords(records, width, count);
        }
        if (count > 0) {
            spill();
        }
        records = new long[0];
        while (runs.size() > MAX_FAN_IN) {
            List<Path> first = List.copyOf(runs.subList(0, MAX_FAN_IN));
            try (RecordReader merged = merge(first)) {
                runs.add(write(merged));
            }
            runs.removeAll(first);
            for (Path done : first) {
                Files.delete(done);
            }
        }
        return merge(runs);
    }

    private RecordReader merge(List<Path> some) throws IOException {
        List<RecordReader> readers = new ArrayList<>();
        try {
            for (Path run : some) {
                readers.add(new RecordFile(run, width, blockBytes));
            }
        } catch (IOException e) {
            new MergedRecords(readers, width).close();
            throw e;
        }
        return new MergedRecords(readers, width);
    }

    @Override
    public synchronized void close() throws IOException {
        records = new long[0];
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        runs.clear();
    }
}
