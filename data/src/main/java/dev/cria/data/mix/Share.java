package dev.cria.data.mix;

/**
 * How much of a source a mix has: by weight, or by how often it is gone through.
 *
 * @param weight share of the tokens, beside the weights of the others; 0 where epochs count
 * @param epochs how often it is gone through, also a fraction; 0 where the weight counts
 * @param maxEpochs how often it is gone through at most
 */
public record Share(double weight, double epochs, double maxEpochs) {

    /** A share of the tokens, however small the source. */
    public static Share weight(double weight) {
        return new Share(weight, 0, Double.POSITIVE_INFINITY);
    }

    /** A share of the tokens, up to a number of epochs. */
    public static Share weight(double weight, double maxEpochs) {
        return new Share(weight, 0, maxEpochs);
    }

    /** So many times everything. */
    public static Share epochs(double epochs) {
        return new Share(0, epochs, epochs);
    }

    boolean isWeighted() {
        return weight > 0;
    }
}
