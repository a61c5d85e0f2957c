package dev.cria.data.source;

import dev.cria.data.document.Document;

/** A row of a file as it was read: cheap to come by, worked out by whoever wants the document. */
public interface Row {

    /** Where it begins: the line, record or row of a table, from 1. */
    long number();

    /** Bytes that it holds in memory, roughly. */
    long bytes();

    /**
     * The document in it. Any thread may ask.
     *
     * @throws BadRowException when there is none
     */
    Document document() throws BadRowException;

    /** A row that is known to hold no document. */
    static Row bad(long number, String problem) {
        return new Row() {
            @Override
            public long number() {
                return number;
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public Document document() throws BadRowException {
                throw new BadRowException(problem);
            }
        };
    }
}
