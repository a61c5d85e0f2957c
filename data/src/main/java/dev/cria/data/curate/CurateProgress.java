package dev.cria.data.curate;

/** Hears how far a run has come; may end it by throwing. */
@FunctionalInterface
public interface CurateProgress {

    /**
     * Called after each batch of documents and about once a second in between.
     *
     * @param doing what is done now, such as the steps of this pass
     * @param done bytes read in this pass over the documents
     * @param total bytes of this pass
     * @param kept documents that this pass has kept so far
     */
    void at(String doing, long done, long total, long kept);

    /** Hears nothing. */
    CurateProgress NONE = (doing, done, total, kept) -> {};
}
