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
}
