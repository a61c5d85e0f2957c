package dev.cria.data.source;

import dev.cria.data.document.Document;

/** Writes documents into one file, which is complete after {@link #close}. */
public interface DocumentWriter extends AutoCloseable {

    /** Appends a document. */
    void write(Document document);

    @Override
    void close();
}
