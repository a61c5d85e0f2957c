package dev.cria.trainer.estimate;

/**
 * A product of two matrices that a training step runs several times.
 *
 * @param part what it belongs to, for tables
 * @param kind how the matrices lie
 * @param tokens rows of the activations
 * @param inputs columns of the activations that go in
 * @param outputs columns of the activations that come out
 * @param count how often a step runs it
 */
public record MatrixProduct(
        String part, Kind kind, long tokens, long inputs, long outputs, long count) {

    /** With activations X [tokens, inputs], Y [tokens, outputs] and weights W [outputs, inputs]. */
    public enum Kind {
        /** Y = X Wᵀ. */
        OUTPUT,
        /** dX = dY W. */
        INPUT_GRADIENT,
        /** dW = dYᵀ X. */
        WEIGHT_GRADIENT
    }

    /**
     * Floating point operations of all its runs: a multiplication and an addition for each term.
     */
    public double flops() {
        return 2.0 * tokens * inputs * outputs * count;
    }
}
