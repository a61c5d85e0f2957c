package dev.cria.trainer.rollout;

/**
 * Answers to a prompt, and what was said of their tokens when they were drawn, answer by answer.
 *
 * @param drawn log-probabilities of the policy, in nats; null where these are not needed, because
 *     the policy does not change before it has learnt from the answers
 * @param reference those of the reference; null without one
 * @param values of the policy's value head; null without one
 */
public record Experience(Rollout rollout, float[] drawn, float[] reference, float[] values) {}
