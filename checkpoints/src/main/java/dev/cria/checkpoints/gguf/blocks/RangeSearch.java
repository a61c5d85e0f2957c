package dev.cria.checkpoints.gguf.blocks;

import java.util.Arrays;

/**
 * Finds, for groups of 32 elements x, the scale d and the offset m >= 0 for which levels l from 0
 * to {@code most} give the least weighted error of d l - m; weights are |x| plus the group's root
 * mean square. Levels are tried that come from ranges a little narrower or wider than that of x;
 * for each, d and m follow by weighted least squares. This is {@code make_qkx2_quants} of
 * ggml-quants.c.
 */
final class RangeSearch {

    static final int SIZE = 32;

    private static final int LANES = Lanes.COUNT;

    private final int most;
    private final float start;
    private final float delta;
    private final int steps;

    private final float[] x = new float[SIZE * LANES];
    private final float[] weights = new float[SIZE * LANES];
    private final float[] levels = new float[SIZE * LANES];
    private final float[] max = new float[LANES];
    private final float[] min = new float[LANES];
    private final float[] scale = new float[LANES];
    private final float[] error = new float[LANES];
    private final float[] sumW = new float[LANES];
    private final float[] sumX = new float[LANES];
    private final float[] sumL = new float[LANES];
    private final float[] sumLL = new float[LANES];
    private final float[] sumXL = new float[LANES];
    private final float[] inverse = new float[LANES];
    private final float[] triedScale = new float[LANES];
    private final float[] triedMin = new float[LANES];
    private final float[] triedError = new float[LANES];
    private final float[] bestInverse = new float[LANES];
    private final float[] bestMin = new float[LANES];

    /**
     * @param start what is added to {@code most} in the first step
     * @param delta what each further step adds
     * @param steps after the first one
     */
    RangeSearch(int most, float start, float delta, int steps) {
        this.most = most;
        this.start = start;
        this.delta = delta;
        this.steps = steps;
    }

    /** Searches for up to {@link Lanes#COUNT} groups, one after another in {@code values}. */
    void run(float[] values, int from, int groups) {
        Lanes.transpose(values, from, SIZE, groups, x);
        weigh();
        addUp();
        narrow(0);
        for (int g = 0; g < LANES; g++) {
            scale[g] = inverse[g] == 0 ? 0 : 1 / inverse[g];
            bestInverse[g] = inverse[g];
            bestMin[g] = min[g];
        }
        level();
        measure(scale, min, error);
        for (int step = 0; step <= steps; step++) {
            narrow(start + delta * step);
            level();
            fit();
            measure(triedScale, triedMin, triedError);
            keepBetter();
        }
    }

    float scale(int group) {
        return scale[group];
    }

    float offset(int group) {
        return -min[group];
    }

    /** The level that the search gave to an element of the group. */
    int level(int group, float value) {
        return Rounding.level(bestInverse[group] * (value - bestMin[group]), 0, most);
    }

    private void weigh() {
        Arrays.fill(sumX, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                sumX[g] += x[row + g] * x[row + g];
            }
        }
        for (int g = 0; g < LANES; g++) {
            sumX[g] = (float) Math.sqrt(sumX[g] / SIZE);
        }
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                weights[row + g] = sumX[g] + Math.abs(x[row + g]);
            }
        }
    }

    private void addUp() {
        Arrays.fill(min, 0);
        System.arraycopy(x, 0, max, 0, LANES);
        Arrays.fill(sumW, 0);
        Arrays.fill(sumX, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float value = x[row + g];
                float weight = weights[row + g];
                min[g] = Math.min(min[g], value);
                max[g] = Math.max(max[g], value);
                sumW[g] += weight;
                sumX[g] += weight * value;
            }
        }
    }

    /** Levels per unit if the range had {@code extra} more of them; 0 where there is no range. */
    private void narrow(float extra) {
        for (int g = 0; g < LANES; g++) {
            inverse[g] = max[g] == min[g] ? 0 : (extra + most) / (max[g] - min[g]);
        }
    }

    private void level() {
        float least = 0;
        float limit = most;
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float level = inverse[g] * (x[row + g] - min[g]);
                levels[row + g] = Rounding.nearest(Math.max(least, Math.min(limit, level)));
            }
        }
    }

    /** Weighted least squares of x on the levels; the offset must not be negative. */
    private void fit() {
        Arrays.fill(sumL, 0);
        Arrays.fill(sumLL, 0);
        Arrays.fill(sumXL, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float weighted = weights[row + g] * levels[row + g];
                sumL[g] += weighted;
                sumLL[g] += weighted * levels[row + g];
                sumXL[g] += weighted * x[row + g];
            }
        }
        for (int g = 0; g < LANES; g++) {
            float determinant = sumW[g] * sumLL[g] - sumL[g] * sumL[g];
            triedScale[g] = (sumW[g] * sumXL[g] - sumX[g] * sumL[g]) / determinant;
            triedMin[g] = (sumLL[g] * sumX[g] - sumL[g] * sumXL[g]) / determinant;
            if (triedMin[g] > 0) {
                triedMin[g] = 0;
                triedScale[g] = sumXL[g] / sumLL[g];
            }
            if (!(determinant > 0)) {
                triedScale[g] = Float.NaN;
            }
        }
    }

    private void measure(float[] scales, float[] mins, float[] errors) {
        Arrays.fill(errors, 0);
        for (int row = 0; row < SIZE * LANES; row += LANES) {
            for (int g = 0; g < LANES; g++) {
                float difference = scales[g] * levels[row + g] + mins[g] - x[row + g];
                errors[g] += weights[row + g] * (difference * difference);
            }
        }
    }

    /** Errors that are not numbers are never better. */
    private void keepBetter() {
        for (int g = 0; g < LANES; g++) {
            if (triedError[g] < error[g]) {
                error[g] = triedError[g];
                bestInverse[g] = inverse[g];
                bestMin[g] = min[g];
                scale[g] = triedScale[g];
                min[g] = triedMin[g];
            }
        }
    }
}
