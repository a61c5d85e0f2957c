package dev.cria.data.examples;

/**
 * A document as the model takes it in.
 *
 * @param ids token ids
 * @param weights how much predicting the token at a position counts, at least 0; 0 where it carries
 *     no loss, and always 0 at position 0
 * @param origin file and row, for error messages
 */
public record TokenizedExample(int[] ids, float[] weights, String origin) {

    /** An example of which every token with loss counts the same. */
    public TokenizedExample(int[] ids, boolean[] target, String origin) {
        this(ids, ones(target), origin);
    }

    /** Whether predicting the token at a position carries loss. */
    public boolean isTarget(int position) {
        return position > 0 && weights[position] > 0;
    }

    /** How many tokens carry loss. */
    public int numTargets() {
        int count = 0;
        for (int i = 1; i < weights.length; i++) {
            count += isTarget(i) ? 1 : 0;
        }
        return count;
    }

    private static float[] ones(boolean[] target) {
        float[] weights = new float[target.length];
        for (int i = 0; i < target.length; i++) {
            weights[i] = target[i] ? 1 : 0;
        }
        return weights;
    }
}
