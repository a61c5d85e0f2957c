package dev.cria.data.quality;

import java.util.List;

/**
 * Makes probabilities of scores: {@code 1 / (1 + exp(-(slope * score + intercept)))}, fitted by
 * maximum likelihood (Platt 1999) with Newton's method and his targets for few examples (Lin, Lin
 * and Weng 2007).
 *
 * @param slope by which scores are multiplied
 * @param intercept what is added then
 */
record Platt(double slope, double intercept) {

    private static final int ITERATIONS = 100;
    private static final double RIDGE = 1e-6;

    /** Scores that are probabilities already. */
    static final Platt NONE = new Platt(1, 0);

    double probability(double score) {
        return 1 / (1 + Math.exp(-(slope * score + intercept)));
    }

    static Platt fit(List<Scored> examples) {
        long good = examples.stream().filter(Scored::good).count();
        long bad = examples.size() - good;
        double high = (good + 1.0) / (good + 2.0);
        double low = 1 / (bad + 2.0);
        Platt best = new Platt(0, Math.log((good + 1.0) / (bad + 1.0)));
        double loss = best.loss(examples, high, low);
        for (int i = 0; i < ITERATIONS; i++) {
            double[] step = best.newton(examples, high, low);
            double length = 1;
            Platt next = best.moved(step, length);
            double nextLoss = next.loss(examples, high, low);
            while (nextLoss > loss && length > 1e-10) {
                length /= 2;
                next = best.moved(step, length);
                nextLoss = next.loss(examples, high, low);
            }
            if (nextLoss >= loss - 1e-12) {
                break;
            }
            best = next;
            loss = nextLoss;
        }
        return best;
    }

    private Platt moved(double[] step, double length) {
        return new Platt(slope - length * step[0], intercept - length * step[1]);
    }

    /** The inverse of the matrix of second derivatives, times the gradient. */
    private double[] newton(List<Scored> examples, double high, double low) {
        double gradientSlope = 0;
        double gradientIntercept = 0;
        double ss = RIDGE;
        double si = 0;
        double ii = RIDGE;
        for (Scored example : examples) {
            double p = probability(example.score());
            double error = p - (example.good() ? high : low);
            double curvature = p * (1 - p);
            gradientSlope += error * example.score();
            gradientIntercept += error;
            ss += curvature * example.score() * example.score();
            si += curvature * example.score();
            ii += curvature;
        }
        double determinant = ss * ii - si * si;
        return new double[] {
            (ii * gradientSlope - si * gradientIntercept) / determinant,
            (ss * gradientIntercept - si * gradientSlope) / determinant
        };
    }

    /** Cross-entropy, safe for scores of any size. */
    private double loss(List<Scored> examples, double high, double low) {
        double sum = 0;
        for (Scored example : examples) {
            double z = slope * example.score() + intercept;
            double target = example.good() ? high : low;
            sum += Math.max(z, 0) - target * z + Math.log1p(Math.exp(-Math.abs(z)));
        }
        return sum;
    }
}
