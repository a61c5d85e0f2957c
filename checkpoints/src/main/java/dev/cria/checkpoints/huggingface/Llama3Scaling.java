package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;

/**
 * Llama 3.1's stretching of low rotary frequencies ({@code rope_type: llama3}).
 *
 * @param originalMaxPositionEmbeddings the context length before stretching, in tokens
 */
public record Llama3Scaling(
        double factor,
        double lowFreqFactor,
        double highFreqFactor,
        int originalMaxPositionEmbeddings) {

    public Llama3Scaling {
        if (!(factor >= 1) || !(lowFreqFactor > 0) || !(highFreqFactor > lowFreqFactor)) {
            throw new UserException(
                    "rope scaling needs factor >= 1 and 0 < low_freq_factor < high_freq_factor, "
                            + "got factor %s, low %s, high %s"
                                    .formatted(factor, lowFreqFactor, highFreqFactor));
        }
        if (originalMaxPositionEmbeddings < 1) {
            throw new UserException(
                    "rope scaling needs original_max_position_embeddings >= 1, got "
                            + originalMaxPositionEmbeddings);
        }
    }

    /**
     * As all published models have it, from 8,192 tokens with low 1 and high 4; null for a factor
     * of 1, which scales nothing.
     */
    public static Llama3Scaling by(double factor) {
        return factor == 1 ? null : new Llama3Scaling(factor, 1, 4, 8_192);
    }
}
