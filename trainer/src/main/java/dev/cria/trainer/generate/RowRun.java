package dev.cria.trainer.generate;

/**
 * Tokens of one text that a step runs, a row each.
 *
 * @param sequence the text
 * @param adapter which of the policies that run together it has
 * @param count how many tokens, from where the text is cached
 */
record RowRun(Sequence sequence, int adapter, int count) {

    int from() {
        return sequence.cached();
    }

    int end() {
        return from() + count;
    }

    /** Whether the last row predicts a token that is not there yet. */
    boolean isWanted() {
        return end() == sequence.tokens().size();
    }

    int page(int depth) {
        return sequence.pages().get(depth);
    }
}
