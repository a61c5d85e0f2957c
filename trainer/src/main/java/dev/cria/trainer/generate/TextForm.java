package dev.cria.trainer.generate;

/** A set of texts of which an answer must be one. */
public interface TextForm {

    /** Where an answer begins. */
    State begin();

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

        /** Whether the text is complete, and no token may follow of so many. */
        default boolean isClosed(int tokensLeft) {
            return isComplete() && (tokensLeft == 0 || next(tokensLeft).isEmpty());
        }

        /** With how many more tokens it can be complete, whatever the tokens are. */
        int tokensNeeded();
    }
}
