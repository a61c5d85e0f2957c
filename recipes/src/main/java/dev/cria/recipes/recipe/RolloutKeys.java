package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.CHOICES;
import static dev.cria.recipes.recipe.Kind.CHOICE_OR_INPUT;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUT;
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
                    rules(List.of("exact_answer")),
                    reward("reward_weights", NUMBERS, List.of(), "of each; none: 1"),
                    reward(
                            "reward_pattern",
                            TEXTS,
                            List.of(),
                            "what the whole answer matches, for format"));

    /** Answers that are drawn, judged and picked: sections sampling, reward and select. */
    static final List<Key> REJECTION =
            List.of(
                    sampling("num_generations", INTEGER, 16, "answers to each prompt")
                            .between(1, 1024),
                    sampling("max_new_tokens", INTEGER, 512, "tokens of an answer, at most")
                            .between(1, 1 << 20),
                    sampling("temperature", NUMBER, 0.6, "of the draw").between(0.01, 10),
                    sampling("top_k", INTEGER, 0, "draws from so many likeliest tokens; 0: all")
                            .between(0, 1 << 20),
                    sampling("top_p", NUMBER, 0.95, "nucleus sampling; 1: none").between(0.01, 1),
                    sampling("min_p", NUMBER, 0.0, "least share of the likeliest; 0: none")
                            .between(0, 1),
                    sampling("repetition_penalty", NUMBER, 1.0, "above 1: says less twice")
                            .between(0.01, 10),
                    reward(
                            "reward_model",
                            INPUT,
                            Key.NONE,
                            "folder of a reward model, or of its adapter; its score is added to the rules'"),
                    rules(List.of()),
                    reward("reward_weights", NUMBERS, List.of(), "of each rule; none: 1"),
                    reward(
                            "reward_pattern",
                            TEXTS,
                            List.of(),
                            "what the whole answer matches, for format"),
                    select(
                                    "keep",
                                    CHOICE,
                                    "best",
                                    "which answers are kept; best_worst_pair: the best, and a preference pair with the worst; none: they are only judged")
                            .oneOf("best", "top_k", "best_worst_pair", "none"),
                    select("keep_count", INTEGER, 2, "how many answers to a prompt top_k keeps")
                            .between(1, 1024),
                    select("min_reward", NUMBER, -1e9, "answers that are worth less are not kept")
                            .between(-1e9, 1e9),
                    select("finished", FLAG, true, "answers that were cut are dropped"),
                    select("unique", FLAG, true, "answers that were given before are dropped"),
                    select(
                                    "max_similarity",
                                    NUMBER,
                                    0.9,
                                    "of answers that share more of their 3-grams of words than this only the best is not dropped; 1: all are kept")
                            .between(0, 1),
                    select(
                            "same_language",
                            FLAG,
                            true,
                            "answers in another language than the prompt's are dropped"));

    private RolloutKeys() {}

    private static Key rules(List<String> initial) {
        return reward("rewards", CHOICES, initial, "what answers are judged by; added up")
                .oneOf("exact_answer", "format", "language", "overlap");
    }

    private static Key sampling(String name, Kind kind, Object initial, String documentation) {
        return Key.of("sampling", name, kind, initial, documentation);
    }

    private static Key select(String name, Kind kind, Object initial, String documentation) {
        return Key.of("select", name, kind, initial, documentation);
    }

    private static Key grpo(String name, Kind kind, Object initial, String documentation) {
        return Key.of("grpo", name, kind, initial, documentation);
    }

    private static Key reward(String name, Kind kind, Object initial, String documentation) {
        return Key.of("reward", name, kind, initial, documentation);
    }
}
