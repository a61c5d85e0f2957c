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
import java.util.stream.Stream;

/** Keys of stages that have prompts answered, and the answers judged. */
final class RolloutKeys {

    /** Answers that are compared with others to the same prompt: sections grpo and reward. */
    static final List<Key> GROUPS =
            joined(
                    drawn("grpo", 8, 2, 0.04),
                    List.of(
                            grpo(
                                            "num_iterations",
                                            INTEGER,
                                            1,
                                            "how often the answers of a round are gone through")
                                    .between(1, 1024),
                            grpo(
                                            "steps_per_generation",
                                            INTEGER,
                                            1,
                                            "optimizer steps into which a round is cut")
                                    .between(1, 1024),
                            grpo(
                                            "clip_low",
                                            NUMBER,
                                            0.2,
                                            "how far a token's ratio may fall below 1")
                                    .between(0, 1),
                            grpo(
                                            "clip_high",
                                            NUMBER,
                                            0.2,
                                            "how far a token's ratio may rise above 1")
                                    .between(0, 100),
                            grpo("scale_rewards", FLAG, true, "divide by the deviation of a group"),
                            grpo(
                                            "loss_mean",
                                            CHOICE,
                                            "answers",
                                            "over the tokens of answers in turn (GRPO), over all (DAPO), or by max_new_tokens (Dr. GRPO)")
                                    .oneOf("answers", "tokens", "longest")),
                    judged());

    /** Answers whose tokens are compared with a value head: sections ppo and reward. */
    static final List<Key> PROXIMAL =
            joined(
                    drawn("ppo", 1, 1, 0.05),
                    List.of(
                            ppo(
                                            "num_ppo_epochs",
                                            INTEGER,
                                            4,
                                            "how often the answers of a round are gone through")
                                    .between(1, 1024),
                            ppo(
                                            "num_mini_batches",
                                            INTEGER,
                                            1,
                                            "optimizer steps into which a round is cut")
                                    .between(1, 1024),
                            ppo("cliprange", NUMBER, 0.2, "how far a token's ratio may be from 1")
                                    .between(0, 1),
                            ppo("vf_coef", NUMBER, 0.1, "weight of the loss of values")
                                    .between(0, 100),
                            ppo(
                                            "cliprange_value",
                                            NUMBER,
                                            0.2,
                                            "how far a value may be from what it was")
                                    .between(0, 1e9),
                            ppo("gamma", NUMBER, 1.0, "what a reward is worth a token earlier")
                                    .between(0, 1),
                            ppo("lam", NUMBER, 0.95, "0: trust in values; 1: in what was gained")
                                    .between(0, 1),
                            ppo(
                                    "whiten_rewards",
                                    FLAG,
                                    false,
                                    "bring rewards of tokens to a deviation of 1"),
                            ppo(
                                            "missing_eos_penalty",
                                            NUMBER,
                                            0.0,
                                            "taken off answers that were cut")
                                    .between(0, 1e9),
                            ppo(
                                    "detach_value_head",
                                    FLAG,
                                    false,
                                    "the loss of values trains their head alone")),
                    judged());

    /** Answers that are drawn, judged and picked: sections sampling, reward and select. */
    static final List<Key> REJECTION =
            joined(
                    List.of(
                            sampling("num_generations", INTEGER, 16, "answers to each prompt")
                                    .between(1, 1024),
                            sampling("max_new_tokens", INTEGER, 512, "tokens of an answer, at most")
                                    .between(1, 1 << 20),
                            sampling("temperature", NUMBER, 0.6, "temperature of the draw")
                                    .between(0.01, 10),
                            sampling(
                                            "top_k",
                                            INTEGER,
                                            0,
                                            "draws from so many likeliest tokens; 0: all")
                                    .between(0, 1 << 20),
                            sampling("top_p", NUMBER, 0.95, "nucleus sampling; 1: none")
                                    .between(0.01, 1),
                            sampling("min_p", NUMBER, 0.0, "least share of the likeliest; 0: none")
                                    .between(0, 1),
                            sampling("repetition_penalty", NUMBER, 1.0, "above 1: says less twice")
                                    .between(0.01, 10)),
                    judged(),
                    List.of(
                            select(
                                            "keep",
                                            CHOICE,
                                            "best",
                                            "which answers are kept; best_worst_pair: the best, and a preference pair with the worst; none: they are only judged")
                                    .oneOf("best", "top_k", "best_worst_pair", "none"),
                            select(
                                            "keep_count",
                                            INTEGER,
                                            2,
                                            "how many answers to a prompt top_k keeps")
                                    .between(1, 1024),
                            select(
                                            "min_reward",
                                            NUMBER,
                                            -1e9,
                                            "answers that are worth less are not kept")
                                    .between(-1e9, 1e9),
                            select("finished", FLAG, true, "answers that were cut are dropped"),
                            select(
                                    "unique",
                                    FLAG,
                                    true,
                                    "answers that were given before are dropped"),
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
                                    "answers in another language than the prompt's are dropped")));

    private RolloutKeys() {}

    /** How answers are drawn, and what the policy is held to. */
    private static List<Key> drawn(String section, int answers, int least, double klCoef) {
        return List.of(
                Key.of(section, "num_generations", INTEGER, answers, "answers to each prompt")
                        .between(least, 1024),
                Key.of(section, "max_new_tokens", INTEGER, 256, "tokens of an answer, at most")
                        .between(1, 1 << 20),
                Key.of(section, "temperature", NUMBER, 1.0, "temperature of the draw")
                        .between(0.01, 10),
                Key.of(section, "kl_coef", NUMBER, klCoef, "pull towards the reference; 0: none")
                        .between(0, 100),
                Key.of(
                                section,
                                "ref_model",
                                CHOICE_OR_INPUT,
                                "start",
                                "what kl_coef pulls to: the stage's start, its base, or a model folder")
                        .oneOf("start", "base_without_adapter"));
    }

    /** What answers are worth. */
    private static List<Key> judged() {
        return List.of(
                reward(
                        "reward_model",
                        INPUT,
                        Key.NONE,
                        "folder of a reward model, or of its adapter; its score is added to the rules'"),
                reward("rewards", CHOICES, List.of(), "rules that answers are judged by; added up")
                        .oneOf("exact_answer", "code", "format", "language", "overlap"),
                reward("reward_weights", NUMBERS, List.of(), "weight of each rule; none: 1"),
                reward(
                        "reward_pattern",
                        TEXTS,
                        List.of(),
                        "what the whole answer matches, for format"),
                reward(
                                "code_seconds",
                                NUMBER,
                                5.0,
                                "of work that a program and its tests may do, for code; within six times as many of the clock")
                        .between(0.1, 3600),
                reward(
                        "code_python",
                        INPUT,
                        Key.NONE,
                        "the interpreter for code; none: python3 of the PATH"));
    }

    private static List<Key> joined(List<Key> first, List<Key> second, List<Key> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
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

    private static Key ppo(String name, Kind kind, Object initial, String documentation) {
        return Key.of("ppo", name, kind, initial, documentation);
    }

    private static Key reward(String name, Kind kind, Object initial, String documentation) {
        return Key.of("reward", name, kind, initial, documentation);
    }
}
