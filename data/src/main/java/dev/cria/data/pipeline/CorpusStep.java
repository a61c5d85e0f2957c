package dev.cria.data.pipeline;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Judges or changes documents by what all documents are, in three phases: facts about each document
 * are written down, decisions are made from the facts of all, and each document is read again and
 * decided about. Neither the facts nor the decisions need fit into memory.
 */
public non-sealed interface CorpusStep extends CurateStep {

    /**
     * Writes down what will have to be known about a document: a function of the document and of
     * the step's settings alone. Called by several threads at once. Little is better: the facts of
     * a document may have any length, but are kept on disk for all of them.
     */
    void describe(DocumentView view, DataOutput facts) throws IOException;

    /**
     * Makes the decisions and leaves them in the work folder, which is empty. A function of the
     * facts and settings alone, however many threads there are. When the process is killed the
     * folder is emptied and this is called again.
     */
    void settle(Facts facts, Workplace place) throws IOException;

    /** Opens the decisions that {@link #settle} has left in a folder. */
    Decisions open(Path folder) throws IOException;
}
