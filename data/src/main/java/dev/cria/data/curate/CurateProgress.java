package dev.cria.data.curate;

/** Hears how far a run has come. */
@FunctionalInterface
public interface CurateProgress {

    /** Called after each chunk of documents; bytes are those of the input files. */
    void at(long bytesRead, long bytesTotal, long documentsIn, long documentsKept);

    /** Hears nothing. */
    CurateProgress NONE = (bytesRead, bytesTotal, documentsIn, documentsKept) -> {};
}
