package dev.cria.data.mix;

import java.util.Arrays;

/**
 * How many tokens each source gives: in proportion to the weights, but no source more than it may.
 * What a source cannot give goes to the others, in proportion to their weights again, so that each
 * share holds from the first row to the last.
 *
 * @param wanted tokens of each source if none were short of them
 * @param tokens of each source
 */
record Allocation(double[] wanted, double[] tokens) {

    /**
     * An allocation.
     *
     * @param weights above 0 for what is wanted
     * @param most how many tokens each source can give
     * @param total tokens of all
     */
    static Allocation of(double[] weights, double[] most, double total) {
        double all = Arrays.stream(weights).sum();
        double[] wanted = Arrays.stream(weights).map(weight -> weight / all * total).toArray();
        double[] tokens = new double[weights.length];
        boolean[] exhausted = new boolean[weights.length];
        double left = total;
        boolean again = true;
        while (again) {
            again = false;
            double open = 0;
            for (int i = 0; i < weights.length; i++) {
                open += exhausted[i] ? 0 : weights[i];
            }
            double before = left;
            for (int i = 0; i < weights.length; i++) {
                if (!exhausted[i]) {
                    tokens[i] = weights[i] / open * before;
                    if (tokens[i] > most[i]) {
                        exhausted[i] = true;
                        tokens[i] = most[i];
                        left -= most[i];
                        again = true;
                    }
                }
            }
        }
        return new Allocation(wanted, tokens);
    }

    /** Tokens of all sources: fewer than were wanted where all of them are exhausted. */
    double total() {
        return Arrays.stream(tokens).sum();
    }

    /** Whether a source gives less than its share. */
    boolean isExhausted(int source) {
        return tokens[source] < wanted[source] * (1 - 1e-9);
    }
}
