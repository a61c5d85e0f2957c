package dev.cria.trainer.evaluate;

/**
 * How near the answers of an exported model are to those of the model that was exported.
 *
 * @param positions tokens at which logits were compared
 * @param largest the largest difference of a logit
 * @param spread the standard deviation of the logits before, over positions and vocabulary
 * @param agreement share of the positions with the same likeliest next token
 * @param perplexityBefore of the text
 * @param perplexityAfter the same, by the exported model
 */
public record Fidelity(
        int positions,
        double largest,
        double spread,
        double agreement,
        double perplexityBefore,
        double perplexityAfter) {

    /** The largest difference as a share of the spread: scales of models differ by orders. */
    public double relativeDifference() {
        return largest / Math.max(spread, Double.MIN_NORMAL);
    }

    /** By what share the perplexity has risen; negative where it has fallen. */
    public double perplexityChange() {
        return perplexityAfter / perplexityBefore - 1;
    }
}
