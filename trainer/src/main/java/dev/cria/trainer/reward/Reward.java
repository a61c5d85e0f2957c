package dev.cria.trainer.reward;

import dev.cria.data.examples.PromptExample;

/** What an answer to a prompt is worth; more is better. */
@FunctionalInterface
public interface Reward {

    /** The worth of an answer, told from its text. */
    double of(PromptExample prompt, String answer);
}
