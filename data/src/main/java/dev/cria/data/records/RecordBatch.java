package dev.cria.data.records;

import java.io.IOException;

/** Collects the records of one thread and hands them to a sorter some hundreds at a time. */
public final class RecordBatch {

    private static final int RECORDS = 512;

    private final RecordSorter sorter;
    private final int width;
    private final long[] records;
    private int used;

    /**
     * @param width longs of a record, as of the sorter
     */
    public RecordBatch(RecordSorter sorter, int width) {
        this.sorter = sorter;
        this.width = width;
        this.records = new long[RECORDS * width];
    }

    /** Adds a record. */
    public void add(long... columns) throws IOException {
        if (columns.length != width) {
            throw new IllegalArgumentException(columns.length + " columns instead of " + width);
        }
        System.arraycopy(columns, 0, records, used, width);
        used += width;
        if (used == records.length) {
            flush();
        }
    }

    /** Hands over what is left. */
    public void flush() throws IOException {
        sorter.add(records, used / width);
        used = 0;
    }
}
