package dev.cria.checkpoints.huggingface;

/**
 * The rotary position embedding.
 *
 * @param theta base of the frequencies; 500,000 in Llama 3
 * @param scaling null for none
 */
public record Rope(double theta, Llama3Scaling scaling) {}
