package dev.cria.trainer.estimate;

/**
 * A batch as far as its cost goes.
 *
 * @param tokens that run through the layers
 * @param targets tokens that carry loss
 * @param squares sum over the documents of the square of their length: what attention costs
 */
public record BatchShape(long tokens, long targets, double squares) {

    /** Full rows, of which each is one document. */
    public static BatchShape ofRows(long rows, long length, double targetShare) {
        long tokens = rows * length;
        return new BatchShape(tokens, Math.round(tokens * targetShare), (double) tokens * length);
    }
}
