package dev.cria.recipes.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * Rows as they were read.
 *
 * @param lengths tokens of each; of answers that are compared the prompt and the longest answer
 * @param unlearnt how many are left out because nothing in them carries loss
 * @param alike how many have two answers that are the same
 * @param firstAlike file and row of the first of these
 * @param found of each data set, what its rows were taken for
 */
record RowsRead(int[] lengths, int unlearnt, int alike, String firstAlike, List<String> found) {

    int size() {
        return lengths.length;
    }

    /** Rows that are longer than so many tokens. */
    long longerThan(int limit) {
        return Arrays.stream(lengths).filter(length -> length > limit).count();
    }

    /**
     * The length that a share of the rows does not exceed.
     *
     * @param share from 0 to 1
     */
    int quantile(double share) {
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int at = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, at))];
    }
}
