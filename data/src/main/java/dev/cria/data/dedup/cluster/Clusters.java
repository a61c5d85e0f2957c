package dev.cria.data.dedup.cluster;

import dev.cria.data.records.RecordReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * Documents as sorted records: the columns of a key, which those of a cluster have in common, the
 * priority, of which the least is kept, and a rank that decides between equal priorities.
 */
public final class Clusters {

    private Clusters() {}

    /** Columns of such a record. */
    public static int width(int keyColumns) {
        return keyColumns + 2;
    }

    /** The rank of a document by its place in the corpus. */
    public static long rank(long ordinal, boolean lastWins) {
        return lastWins ? ~ordinal : ordinal;
    }

    /** Of each key keeps the first document and drops the others. */
    public static void scan(
            RecordReader records, int keyColumns, boolean lastWins, DuplicateWriter.Sink sink)
            throws IOException {
        long[] record = new long[width(keyColumns)];
        long[] key = new long[keyColumns];
        long kept = 0;
        long size = 0;
        while (records.next()) {
            records.copyTo(record, 0);
            long ordinal = rank(record[keyColumns + 1], lastWins);
            if (size > 0 && Arrays.equals(key, 0, keyColumns, record, 0, keyColumns)) {
                sink.drop(ordinal, kept);
                size++;
                continue;
            }
            end(kept, size, sink);
            System.arraycopy(record, 0, key, 0, keyColumns);
            kept = ordinal;
            size = 1;
        }
        end(kept, size, sink);
        sink.flush();
    }

    private static void end(long kept, long size, DuplicateWriter.Sink sink) throws IOException {
        if (size > 1) {
            sink.cluster(kept, size);
        }
    }
}
