package dev.cria.trainer.generate;

/**
 * A token and the natural logarithm of its probability under the model, before temperature and
 * cuts.
 */
public record TokenLogProb(int id, float logProb) {}
