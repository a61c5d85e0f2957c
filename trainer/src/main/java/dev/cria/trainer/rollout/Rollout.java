package dev.cria.trainer.rollout;

import dev.cria.data.examples.PromptExample;
import java.util.List;

/**
 * The answers that a policy has given to one prompt.
 *
 * @param answers token ids of each, with the token that ended it where one did
 * @param rewards what each is worth
 * @param finished whether each ended by itself, and not because it was cut
 */
public record Rollout(
        PromptExample prompt, List<int[]> answers, double[] rewards, boolean[] finished) {

    private static final double EPSILON = 1e-4;

    /** Tokens of all answers. */
    public int numTokens() {
        return answers.stream().mapToInt(answer -> answer.length).sum();
    }

    /**
     * How much better each answer is than the mean of its group.
     *
     * @param scaled divided by the group's standard deviation (with N - 1), as in GRPO (Shao et al.
     *     2024, arXiv:2402.03300, 4.1.2); not so in Dr. GRPO (Liu et al. 2025, arXiv:2503.20783)
     */
    public double[] advantages(boolean scaled) {
        double mean = mean(rewards);
        double squares = 0;
        for (double reward : rewards) {
            squares += (reward - mean) * (reward - mean);
        }
        double deviation = Math.sqrt(squares / Math.max(1, rewards.length - 1));
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < advantages.length; i++) {
            advantages[i] = (rewards[i] - mean) / (scaled ? deviation + EPSILON : 1);
        }
        return advantages;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
