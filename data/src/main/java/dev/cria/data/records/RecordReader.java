package dev.cria.data.records;

import java.io.Closeable;
import java.io.IOException;

/** A place among records, before the first one at first. Used by one thread at a time. */
public interface RecordReader extends Closeable {

    /** Goes to the next record; false at the end. */
    boolean next() throws IOException;

    /** A column of the record at this place. */
    long get(int column);

    /** Copies the columns of the record at this place. */
    void copyTo(long[] target, int offset);
}
