package dev.cria.data.dedup.minhash;

import dev.cria.data.records.RecordReader;
import java.io.IOException;

/**
 * Of the sorted records (hash, hash, document) of a bucket, the documents whose hash others have
 * too. Documents of one hash follow each other; the first one is given as its complement.
 */
final class BucketMatches implements RecordReader {

    private final RecordReader records;
    private long high;
    private long low;
    private long document;
    private boolean ahead;
    private boolean begun;
    private boolean inGroup;
    private long value;
    private long matches;

    BucketMatches(RecordReader records) {
        this.records = records;
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begun = true;
            advance();
        }
        while (ahead) {
            long groupHigh = high;
            long groupLow = low;
            long current = document;
            advance();
            boolean goesOn = ahead && high == groupHigh && low == groupLow;
            boolean continues = inGroup;
            inGroup = goesOn;
            if (continues || goesOn) {
                matches += continues ? 1 : 0;
                value = continues ? current : ~current;
                return true;
            }
        }
        return false;
    }

    private void advance() throws IOException {
        ahead = records.next();
        if (ahead) {
            high = records.get(0);
            low = records.get(1);
            document = records.get(2);
        }
    }

    /** How many documents so far had the hash of one before them. */
    long matches() {
        return matches;
    }

    @Override
    public long get(int column) {
        return value;
    }

    @Override
    public void copyTo(long[] target, int offset) {
        target[offset] = value;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
