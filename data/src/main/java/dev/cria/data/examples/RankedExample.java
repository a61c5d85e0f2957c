package dev.cria.data.examples;

import java.util.List;

/**
 * Answers to one prompt, the best first.
 *
 * @param prompt ids up to where the answers begin
 * @param answers ids of each, its end token included; at least two
 * @param origin file and row, for error messages
 */
public record RankedExample(int[] prompt, List<int[]> answers, String origin) {

    /** Number of tokens as they stand in a batch: the prompt once. */
    public int numTokens() {
        return prompt.length + answers.stream().mapToInt(answer -> answer.length).sum();
    }
}
