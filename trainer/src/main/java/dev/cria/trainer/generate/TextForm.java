package dev.cria.trainer.generate;

import dev.cria.data.tokenizer.Tokenizer;

/** A set of texts of which an answer must be one. */
public interface TextForm {

    /** Where an answer begins, in tokens of a tokenizer. */
    State begin(Tokenizer tokenizer);

    /** How far an answer is. Does not change. */
    interface State {

        /**
         * The tokens that may follow. With any of them the answer can still be completed in so many
         * tokens, as far as that is possible at all.
         *
         * @param tokensLeft how many, with the one that follows
         */
        TokenSet next(int tokensLeft);

        /** The state after a token that may follow. */
        State after(int token);

        /** Whether the text is complete as it is. */
        boolean isComplete();

        /** Whether nothing may follow. */
        boolean isClosed();
    }
}
