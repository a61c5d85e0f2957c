package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.CHOICES;
import static dev.cria.recipes.recipe.Kind.CHOICE_OR_INPUT;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.NUMBERS;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.List;

/** Keys of stages that learn from answers of their own: sections grpo and reward. */
final class RolloutKeys {

    static final List<Key> ALL =
            List.of(
                    grpo("num_generations", INTEGER, 8, "answers to each prompt").between(2, 1024),
                    grpo("max_new_tokens", INTEGER, 256, "tokens of an answer, at most")
                            .between(1, 1 << 20),
                    grpo("temperature", NUMBER, 1.0, "of the draw").between(0.01, 10),
                    grpo("kl_coef", NUMBER, 0.04, "pull towards the reference; 0: none")
                            .between(0, 100),
                    grpo("clip_low", NUMBER, 0.2, "how far a token's ratio may fall below 1")
                            .between(0, 1),
                    grpo("clip_high", NUMBER, 0.2, "how far it may rise above").between(0, 100),
                    grpo("scale_rewards", FLAG, true, "divide by the deviation of a group"),
                    grpo(
                                    "loss_mean",
                                    CHOICE,
                                    "answers",
                                    "over the tokens of answers in turn (GRPO), over all (DAPO), or by max_new_tokens (Dr. GRPO)")
                            .oneOf("answers", "tokens", "longest"),
                    grpo(
                                    "ref_model",
                                    CHOICE_OR_INPUT,
                                    "start",
                                    "what kl_coef pulls to: the stage's start, its base, or a model folder")
                            .oneOf("start", "base_without_adapter"),
                    reward(
                                    "rewards",
                                    CHOICES,
                                    List.of("exact_answer"),
                                    "what answers are judged by; added up")
                            .oneOf("exact_answer", "format", "language", "overlap"),
                    reward("reward_weights", NUMBERS, List.of(), "of each; none: 1"),
                    reward(
                            "reward_pattern",
                            TEXTS,
                            List.of(),
                            "what the whole answer matches, for format"));

    private RolloutKeys() {}

    private static Key grpo(String name, Kind kind, Object initial, String documentation) {
        return Key.of("grpo", name, kind, initial, documentation);
    }

    private static Key reward(String name, Kind kind, Object initial, String documentation) {
        return Key.of("reward", name, kind, initial, documentation);
    }
}
