package dev.cria.data.evaluation;

/**
 * A measured figure and how sure it is.
 *
 * @param standardError NaN where it cannot be told
 * @param low lower end of the interval that holds the true value with 95% confidence
 * @param high its upper end
 * @param count questions or texts that it was measured on
 */
public record Estimate(double value, double standardError, double low, double high, int count) {

    /** Of the normal distribution: 97.5% lie below. */
    private static final double Z = 1.959963984540054;

    /**
     * The mean of figures of single questions. The standard error is that of lm-evaluation-harness:
     * of the sample, over the root of the count. The interval is Wilson's (1927), which holds for
     * shares near 0 and 1 too.
     *
     * @param values from 0 to 1 each
     */
    public static Estimate ofShares(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
        double share = Math.min(1, Math.max(0, mean));
        double z2 = Z * Z / n;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4 * n)) / (1 + z2);
        double low = share == 0 ? 0 : Math.max(0, centre - half);
        double high = share == 1 ? 1 : Math.min(1, centre + half);
        return new Estimate(mean, error, low, high, n);
    }

    /**
     * A mean over parts of texts: the sum of {@code totals} over that of {@code sizes}. The error
     * treats texts, not their parts, as drawn at random (ratio estimate, linearised: Cochran,
     * Sampling Techniques, 1977, section 6.3).
     */
    public static Estimate ofRatio(double[] totals, double[] sizes) {
        int n = totals.length;
        double total = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            total += totals[i];
            size += sizes[i];
        }
        double ratio = total / size;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = totals[i] - ratio * sizes[i];
            squares += residual * residual;
        }
        double error = n < 2 ? Double.NaN : Math.sqrt((double) n / (n - 1) * squares) / size;
        return new Estimate(ratio, error, ratio - Z * error, ratio + Z * error, n);
    }

    /** The same of the exponential, as a perplexity is of a mean in nats. */
    public Estimate exp() {
        double changed = Math.exp(value);
        return new Estimate(changed, changed * standardError, Math.exp(low), Math.exp(high), count);
    }

    /** The same in another unit. */
    public Estimate times(double factor) {
        return new Estimate(
                value * factor, standardError * factor, low * factor, high * factor, count);
    }
}
