package dev.cria.trainer.loss;

/** The logistic function and its logarithm, exact where their arguments are large. */
final class Logistic {

    private Logistic() {}

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double logSigmoid(double x) {
        return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
    }
}
