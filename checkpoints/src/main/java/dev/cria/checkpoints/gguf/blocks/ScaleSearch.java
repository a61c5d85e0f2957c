package dev.cria.checkpoints.gguf.blocks;

import java.util.Arrays;

/**
 * Finds, for groups of 16 elements x, the scale d for which levels l from -32 to 31 give the least
 * error of d l, weighted with x^2. Levels are tried that put the element furthest from zero near
 * the end of the range; for each, d follows by weighted least squares. This is {@code
 * make_qx_quants} of ggml-quants.c.
 */
final class ScaleSearch {

    static final int SIZE = 16;

    /** Groups whose elements are all nearer to zero than this are zero. */
    static final float TINY = 1e-15f;

    private static final int LANES = Lanes.COUNT;
    private static final int END = 32;
    private static final int STEPS = 9;

    private final float[] x = new float[SIZE * LANES];
    private final float[] weights = new float[SIZE * LANES];
    private final float[] furthest = new float[LANES];
    private final float[] inverse = new float[LANES];
    private final float[] sumXL = new float[LANES];
    private final float[] sumLL = new float[LANES];
    private final float[] scale = new float[LANES];
    private final float[] gain = new float[LANES];
    private final float[] bestInverse = new float[LANES];

    /** Searches for up to {@link Lanes#COUNT} groups, one after another in {@code values}. */
    void run(float[] values, int from, int groups) {
        Lanes.transpose(values, from, SIZE, groups, x);
        findFurthest();
        Arrays.fill(gain, Float.NEGATIVE_INFINITY);
        Arrays.fill(scale, 0);
        tryEnd(END);
        for (int step = -STEPS; step <= STEPS; step++) {
            if (step != 0) {
                tryEnd(END + 0.1f * step);
            }
        }
    }

    float scale(int group) {
        return scale[group];
    }

    /** The level that the search gave to an element of the group, from 0 to 63. */
    int level(int group, float value) {
        if (Math.abs(furthest[group]) < TINY) {
            return 0;
        }
        return END + Rounding.level(bestInverse[group] * value, -END, END - 1);
    }

    private void findFurthest() {
        Arrays.fill(furthest, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float value = x[row + g];
                weights[row + g] = value * value;
                furthest[g] = Math.abs(value) > Math.abs(furthest[g]) ? value : furthest[g];
            }
        }
    }

    /** Tries the levels that put the furthest element at {@code -end}. */
    private void tryEnd(float end) {
        for (int g = 0; g < LANES; g++) {
            inverse[g] = Math.abs(furthest[g]) < TINY ? 0 : -end / furthest[g];
        }
        addUp();
        for (int g = 0; g < LANES; g++) {
            boolean first = gain[g] == Float.NEGATIVE_INFINITY;
            if (first || (sumLL[g] > 0 && sumXL[g] * sumXL[g] > gain[g] * sumLL[g])) {
                scale[g] = sumLL[g] == 0 ? 0 : sumXL[g] / sumLL[g];
                gain[g] = scale[g] * sumXL[g];
                bestInverse[g] = inverse[g];
            }
        }
    }

    private void addUp() {
        float least = -END;
        float most = END - 1;
        Arrays.fill(sumXL, 0);
        Arrays.fill(sumLL, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float value = x[row + g];
                float wanted = inverse[g] * value;
                float level = Rounding.nearest(Math.max(least, Math.min(most, wanted)));
                sumXL[g] += weights[row + g] * value * level;
                sumLL[g] += weights[row + g] * level * level;
            }
        }
    }
}
