package dev.cria.trainer.generate;

import java.util.Arrays;

/**
 * The tokens that may come next, with their probabilities. Cuts are thresholds on a probability,
 * found by a histogram over the upper bits of the numbers, whose order is that of the numbers: only
 * those of one bin are ever sorted, of however many tokens there are.
 */
final class Candidates {

    /** Sign, exponent and 7 bits of significand. */
    private static final int SHIFT = 16;

    private static final int BINS = 1 << (31 - SHIFT);
    private static final int BLOCK = 256;

    private final float[] p;
    private final double[] mass = new double[BINS];
    private final int[] count = new int[BINS];

    /** The least probability that is kept, and how many that have exactly it. */
    private float least;

    private int ties;

    /** Of what is kept, by blocks of ids, and of all. */
    private final double[] sums;

    private double total;

    /** Of a vocabulary. */
    Candidates(int vocabulary) {
        this.p = new float[vocabulary];
        this.sums = new double[(vocabulary + BLOCK - 1) / BLOCK];
    }

    /** The probabilities [V], to be filled in; not negative. */
    float[] probabilities() {
        return p;
    }

    /** Leaves out what sampling cuts. */
    void cut(Sampling sampling) {
        least = Float.MIN_VALUE;
        ties = Integer.MAX_VALUE;
        if (sampling.topK() > 0 && sampling.topK() < p.length) {
            keepLikeliest(sampling.topK());
        }
        if (sampling.topP() < 1) {
            keepShare(sampling.topP());
        }
        if (sampling.minP() > 0) {
            float limit = (float) (sampling.minP() * likeliest());
            if (limit > least) {
                least = limit;
                ties = Integer.MAX_VALUE;
            }
        }
        limitTies();
        addUp();
    }

    private void keepLikeliest(int k) {
        count();
        int above = 0;
        int bin = BINS - 1;
        while (bin > 0 && above + count[bin] < k) {
            above += count[bin--];
        }
        float[] sorted = valuesOf(bin);
        least = Math.max(least, sorted[Math.max(0, sorted.length - (k - above))]);
    }

    /** Sums of what was kept so far: by bins from above, then by value within one. */
    private void keepShare(double share) {
        count();
        double goal = share * Arrays.stream(mass).sum();
        double above = 0;
        int bin = BINS - 1;
        while (bin > 0 && above + mass[bin] < goal) {
            above += mass[bin--];
        }
        float[] sorted = valuesOf(bin);
        int at = sorted.length - 1;
        while (at > 0 && above + sorted[at] < goal) {
            above += sorted[at--];
        }
        if (sorted.length == 0) {
            return;
        }
        least = sorted[at];
        int last = at;
        while (last + 1 < sorted.length && sorted[last + 1] == least) {
            last++;
        }
        ties = last - at + 1;
    }

    private void count() {
        Arrays.fill(mass, 0);
        Arrays.fill(count, 0);
        for (float value : p) {
            if (value >= least) {
                int bin = Float.floatToRawIntBits(value) >>> SHIFT;
                mass[bin] += value;
                count[bin]++;
            }
        }
    }

    /** The kept values of a bin, rising. */
    private float[] valuesOf(int bin) {
        float[] values = new float[count[bin]];
        int n = 0;
        for (float value : p) {
            if (value >= least && Float.floatToRawIntBits(value) >>> SHIFT == bin) {
                values[n++] = value;
            }
        }
        Arrays.sort(values);
        return values;
    }

    private float likeliest() {
        float most = 0;
        for (float value : p) {
            most = Math.max(most, value);
        }
        return most;
    }

    private void addUp() {
        total = 0;
        for (int block = 0; block < sums.length; block++) {
            double sum = 0;
            int end = Math.min(p.length, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                sum += p[i] >= least ? p[i] : 0;
            }
            sums[block] = sum;
            total += sum;
        }
    }

    /**
     * Draws one of what is left, by the inverse of the distribution function in the order of ids.
     *
     * @param number of [0, 1)
     */
    int draw(double number) {
        double left = number * total;
        int lastPossible = 0;
        for (int block = 0; block < sums.length; block++) {
            if (left < sums[block]) {
                return inBlock(block, left);
            }
            lastPossible = sums[block] > 0 ? block : lastPossible;
            left -= sums[block];
        }
        return inBlock(lastPossible, sums[lastPossible]);
    }

    /** The token of a block at which the sum exceeds {@code left}; the last one if none does. */
    private int inBlock(int block, double left) {
        double rest = left;
        int found = -1;
        int end = Math.min(p.length, (block + 1) * BLOCK);
        for (int i = block * BLOCK; i < end; i++) {
            if (p[i] >= least) {
                found = i;
                rest -= p[i];
                if (rest < 0) {
                    return i;
                }
            }
        }
        return found;
    }

    /** Of tokens as likely as the last that is kept, those with the lowest ids are. */
    private void limitTies() {
        if (ties == Integer.MAX_VALUE) {
            return;
        }
        int left = ties;
        for (int i = 0; i < p.length; i++) {
            if (p[i] == least && --left < 0) {
                p[i] = 0;
            }
        }
    }
}
