package dev.cria.checkpoints.huggingface;

/**
 * How Llama 3.1 and 3.2 slow down rotary frequencies for long contexts.
 *
 * @param factor division of low frequencies; 8 in Llama 3.1, 32 in 3.2
 * @param lowFreqFactor below original / this, frequencies are divided
 * @param highFreqFactor above original / this, frequencies are unchanged
 * @param originalMaxPositionEmbeddings context length of the first training
 */
public record Llama3Scaling(
        double factor,
        double lowFreqFactor,
        double highFreqFactor,
        int originalMaxPositionEmbeddings) {}
