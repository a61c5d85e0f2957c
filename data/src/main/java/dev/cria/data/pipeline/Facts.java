package dev.cria.data.pipeline;

import java.io.Closeable;
import java.io.DataInput;
import java.io.IOException;

/**
 * The facts of all documents, in the order of the corpus, in parts that can be read side by side.
 */
public interface Facts {

    /** How many documents there are. */
    long documents();

    /** How many parts there are. */
    int parts();

    /** How many documents the parts before one hold: the ordinal of its first document. */
    long firstOrdinal(int part);

    /** Reads a part from its beginning; several may be open at once. */
    Cursor open(int part) throws IOException;

    /** A place among the facts of a part. */
    interface Cursor extends Closeable {

        /** Goes to the next document, the first one at first; false at the end. */
        boolean next() throws IOException;

        /** The number of the document within the corpus, from 0. */
        long ordinal();

        /** How many bytes were written about it. */
        int length();

        /** What was written about it; valid until the next call of {@link #next}. */
        DataInput facts();
    }
}
