package dev.cria.recipes.job.answers;

import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.code.CodeJudge;
import dev.cria.trainer.reward.CodeReward;
import dev.cria.trainer.reward.Judge;
import dev.cria.trainer.reward.Reward;
import dev.cria.trainer.reward.RuleRewards;
import dev.cria.trainer.sandbox.Limits;
import dev.cria.trainer.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What answers are worth, by the keys of section {@code reward}. */
final class Rewards {

    private Rewards() {}

    /**
     * The rules and the reward model together.
     *
     * @param model null for none
     * @param between called after each judgement of a rule, which may take long
     */
    static Judge judge(Stage stage, RewardModel model, Runnable between) {
        Map<String, Reward> rules = byName(stage, between);
        Judge byRules =
                Judge.of(
                        (prompt, answer) ->
                                rules.values().stream()
                                        .mapToDouble(rule -> rule.of(prompt, answer))
                                        .sum());
        return model == null ? byRules : byRules.plus(model.scorer());
    }

    /** Each rule with its weight. */
    static Map<String, Reward> byName(Stage stage, Runnable between) {
        List<String> names = stage.texts("rewards");
        List<Double> weights = stage.numbers("reward_weights");
        Map<String, Reward> rewards = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            double weight = weights.isEmpty() ? 1 : weights.get(i);
            Reward reward = of(names.get(i), stage);
            rewards.put(
                    names.get(i),
                    (prompt, answer) -> {
                        double worth = weight * reward.of(prompt, answer);
                        between.run();
                        return worth;
                    });
        }
        return rewards;
    }

    private static Reward of(String name, Stage stage) {
        return switch (name) {
            case "exact_answer" -> RuleRewards.exactAnswer();
            case "code" ->
                    new CodeReward(
                            new CodeJudge(
                                    Sandbox.open(stage.path("code_python")),
                                    Limits.USUAL.withSeconds(stage.number("code_seconds"))));
            case "format" ->
                    RuleRewards.format(
                            Pattern.compile(stage.texts("reward_pattern").get(0), Pattern.DOTALL));
            case "language" -> RuleRewards.language();
            case "overlap" -> RuleRewards.overlap();
            default -> throw new IllegalStateException("no reward " + name);
        };
    }
}
