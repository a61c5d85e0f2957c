package dev.cria.data.mix;

/** Hears how far a mix has come; may end it by throwing. */
@FunctionalInterface
public interface MixProgress {

    /**
     * Called after each batch of documents or shard, and about twice a second in between.
     *
     * @param doing what is done now
     * @param done bytes of the files while they are tokenised, then tokens of the mix
     * @param total the same at the end
     */
    void at(String doing, long done, long total);

    /** Hears nothing. */
    MixProgress NONE = (doing, done, total) -> {};
}
