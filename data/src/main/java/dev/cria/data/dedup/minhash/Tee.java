package dev.cria.data.dedup.minhash;

import dev.cria.data.records.RecordBatch;
import dev.cria.data.records.RecordReader;
import java.io.IOException;

/** The documents of groups, which it also adds to a batch as they go by. */
final class Tee implements RecordReader {

    private final BucketMatches groups;
    private final RecordBatch batch;

    Tee(BucketMatches groups, RecordBatch batch) {
        this.groups = groups;
        this.batch = batch;
    }

    @Override
    public boolean next() throws IOException {
        if (!groups.next()) {
            return false;
        }
        long value = groups.get(0);
        batch.add(value < 0 ? ~value : value);
        return true;
    }

    @Override
    public long get(int column) {
        return groups.get(column);
    }

    @Override
    public void copyTo(long[] target, int offset) {
        groups.copyTo(target, offset);
    }

    @Override
    public void close() throws IOException {
        groups.close();
    }
}
