package dev.cria.recipes.recipe;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What keys of sections grpo, ppo, sampling and reward need of each other. */
record RolloutChecks(Draft draft, Stage stage, Problems problems) {

    /** Of a stage that picks answers. */
    void sampled() {
        rewards();
        room();
        if (stage.has("keep", "keep_count")
                && !stage.text("keep").equals("top_k")
                && stage.integer("keep_count") != 2) {
            problem("keep_count", "keep_count needs keep: top_k");
        }
        if (stage.has("unique", "max_similarity")
                && !stage.flag("unique")
                && changes("max_similarity")) {
            problem("max_similarity", "max_similarity needs unique: true");
        }
        if (stage.has("keep", "num_generations")
                && stage.text("keep").equals("best_worst_pair")
                && stage.integer("num_generations") < 2) {
            problem("num_generations", "keep: best_worst_pair needs two answers at least");
        }
    }

    /** Of a stage that learns from its own answers. */
    void check() {
        rewards();
        room();
        reference();
    }

    private void rewards() {
        if (stage.has("rewards", "reward_weights")) {
            int rewards = stage.texts("rewards").size();
            int weights = stage.numbers("reward_weights").size();
            if (weights > 0 && weights != rewards) {
                problem(
                        "reward_weights",
                        "reward_weights: %d for %d rewards; give one for each"
                                .formatted(weights, rewards));
            }
            if (rewards == 0 && !draft.gives("reward_model")) {
                problem(
                        "rewards",
                        "rewards: nothing says what an answer is worth; name a rule, or a reward_model");
            }
        }
        for (String key : List.of("code_seconds", "code_python")) {
            if (stage.has("rewards") && changes(key) && !stage.texts("rewards").contains("code")) {
                problem(key, key + " needs code among the rewards");
            }
        }
        if (stage.has("rewards", "reward_pattern")) {
            pattern(stage.texts("rewards").contains("format"), stage.texts("reward_pattern"));
        }
    }

    /** A default may be spelt out, as it is in a resolved recipe. */
    private boolean changes(String key) {
        return stage.has(key) && !draft.key(key).initial().equals(stage.values().get(key));
    }

    private void room() {
        if (stage.has("max_new_tokens", "max_seq_len")
                && stage.integer("max_new_tokens") >= stage.integer("max_seq_len")) {
            problem(
                    "max_new_tokens",
                    "max_new_tokens must be less than data.max_seq_len, which prompt and answer share");
        }
    }

    private void reference() {
        boolean adapter =
                stage.has("finetuning_type") && stage.text("finetuning_type").equals("lora");
        if (stage.has("ref_model", "kl_coef")) {
            if (stage.text("ref_model").equals("base_without_adapter") && !adapter) {
                problem(
                        "ref_model",
                        "ref_model: base_without_adapter needs finetuning_type: lora; ref_model: start is the model itself");
            }
            if (!stage.text("ref_model").equals("start") && stage.number("kl_coef") == 0) {
                problem("ref_model", "ref_model needs kl_coef above 0");
            }
        }
        if (stage.has("eval_steps", "sample_prompts")
                && stage.integer("eval_steps") > 0
                && stage.texts("sample_prompts").isEmpty()) {
            problem(
                    "eval_steps",
                    "eval_steps needs eval.sample_prompts; data.heldout is measured before and after");
        }
    }

    private void pattern(boolean asked, List<String> given) {
        if (asked != (given.size() == 1)) {
            problem(
                    "reward_pattern",
                    asked
                            ? "the reward format needs one reward_pattern"
                            : "reward_pattern needs format among the rewards");
            return;
        }
        for (String pattern : given) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                problem(
                        "reward_pattern",
                        "reward_pattern is no regular expression: " + e.getDescription());
            }
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
