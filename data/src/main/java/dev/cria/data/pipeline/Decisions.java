package dev.cria.data.pipeline;

import java.io.Closeable;

/** What was decided about each document. Asked by several threads at once. */
public interface Decisions extends Closeable {

    /**
     * What becomes of the document with a number; the view is that of {@link CorpusStep#describe}.
     */
    Outcome decide(long ordinal, DocumentView view);
}
