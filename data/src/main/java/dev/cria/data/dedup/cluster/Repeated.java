package dev.cria.data.dedup.cluster;

import dev.cria.data.records.RecordReader;
import java.io.IOException;
import java.util.Arrays;

/** Of sorted records, one of each that occurs more than so many times. */
public final class Repeated implements RecordReader {

    private final RecordReader records;
    private final long most;
    private final long[] current;
    private final long[] ahead;
    private boolean begun;
    private boolean hasAhead;

    /**
     * @param width longs of a record
     * @param most occurrences of records that are left out
     */
    public Repeated(RecordReader records, int width, long most) {
        this.records = records;
        this.most = most;
        this.current = new long[width];
        this.ahead = new long[width];
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begun = true;
            advance();
        }
        while (hasAhead) {
            System.arraycopy(ahead, 0, current, 0, current.length);
            long count = 0;
            while (hasAhead && Arrays.equals(ahead, current)) {
                count++;
                advance();
            }
            if (count > most) {
                return true;
            }
        }
        return false;
    }

    private void advance() throws IOException {
        hasAhead = records.next();
        if (hasAhead) {
            records.copyTo(ahead, 0);
        }
    }

    @Override
    public long get(int column) {
        return current[column];
    }

    @Override
    public void copyTo(long[] target, int offset) {
        System.arraycopy(current, 0, target, offset, current.length);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
