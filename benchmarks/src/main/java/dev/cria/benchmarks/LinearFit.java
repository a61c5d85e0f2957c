package dev.cria.benchmarks;

/** A straight line through points by least squares. */
record LinearFit(double intercept, double slope, double[] x, double[] y) {

    /** The line of least squares through at least two points of different x. */
    static LinearFit of(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = covariance / variance;
        return new LinearFit(meanY - slope * meanX, slope, x, y);
    }

    /** The value of the line. */
    double at(double place) {
        return intercept + slope * place;
    }

    /** The largest distance of a point from the line, as a share of its own value. */
    double worstDeviation() {
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(y[i] - at(x[i])) / y[i]);
        }
        return worst;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
