package dev.cria.trainer.generate;

import java.util.List;

/**
 * Hears of a request's answers as they come, in the thread that generates. What may be the
 * beginning of a stop text is told once it is known not to be.
 */
public interface AnswerListener {

    /** Hears nothing. */
    AnswerListener NONE = new AnswerListener() {};

    /** A token of a sample. */
    default void token(int sample, int id) {}

    /**
     * The same with what was asked for of its probability; by default tells {@link #token(int,
     * int)}.
     *
     * @param logProb 0 where it was not asked for
     * @param top the likeliest tokens at its place, falling; empty where not asked for
     */
    default void token(int sample, int id, float logProb, List<TokenLogProb> top) {
        token(sample, id);
    }

    /** More of a sample's text, in whole characters; only where the engine has a tokenizer. */
    default void text(int sample, String more) {}

    /** A sample is complete. */
    default void finished(int sample, Answer answer) {}
}
