package dev.cria.data.examples;

/**
 * A document as the model takes it in.
 *
 * @param ids token ids
 * @param target whether predicting the token at a position carries loss; never at position 0
 * @param origin file and row, for error messages
 */
public record TokenizedExample(int[] ids, boolean[] target, String origin) {

    /** How many tokens carry loss. */
    public int numTargets() {
        int count = 0;
        for (int i = 1; i < target.length; i++) {
            count += target[i] ? 1 : 0;
        }
        return count;
    }
}
