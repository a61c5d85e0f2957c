package dev.cria.recipes.job;

import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.reward.Reward;
import dev.cria.trainer.reward.RuleRewards;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What answers are worth, by the keys of section {@code reward}. */
final class Rewards {

    private Rewards() {}

    static Reward of(Stage stage) {
        List<String> names = stage.texts("rewards");
        List<Double> weights = stage.numbers("reward_weights");
        List<Reward> rewards = new ArrayList<>();
        for (String name : names) {
            rewards.add(of(name, stage));
        }
        return (prompt, answer) -> {
            double sum = 0;
            for (int i = 0; i < rewards.size(); i++) {
                double weight = weights.isEmpty() ? 1 : weights.get(i);
                sum += weight * rewards.get(i).of(prompt, answer);
            }
            return sum;
        };
    }

    private static Reward of(String name, Stage stage) {
        return switch (name) {
            case "exact_answer" -> RuleRewards.exactAnswer();
            case "format" ->
                    RuleRewards.format(
                            Pattern.compile(stage.texts("reward_pattern").get(0), Pattern.DOTALL));
            case "language" -> RuleRewards.language();
            case "overlap" -> RuleRewards.overlap();
            default -> throw new IllegalStateException("no reward " + name);
        };
    }
}
