package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICES;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUT;
import static dev.cria.recipes.recipe.Kind.INPUTS;
import static dev.cria.recipes.recipe.Kind.INTEGER;

import java.util.List;

/** Keys of stage eval: section eval. */
public final class EvalKeys {

    /** Tasks that come with Cria. */
    public static final List<String> TASKS =
            List.of(
                    "mmlu",
                    "ceval",
                    "cmmlu",
                    "arc_easy",
                    "arc_challenge",
                    "hellaswag",
                    "gpqa",
                    "gsm8k",
                    "math",
                    "wikitext",
                    "zh_idiom");

    static final List<Key> ALL =
            List.of(
                    eval("tasks", CHOICES, List.of(), "tasks that come with Cria")
                            .oneOf(TASKS.toArray(String[]::new)),
                    eval("task_files", INPUTS, List.of(), "definitions of others, YAML"),
                    eval("data_dir", INPUT, null, "folder with the tasks' published files"),
                    eval(
                                    "num_fewshot",
                                    INTEGER,
                                    -1,
                                    "worked examples before each question; -1: as each task says")
                            .between(-1, 1000),
                    eval("limit", INTEGER, 0, "questions of a group, at most; 0: all"),
                    eval("chat", FLAG, false, "questions are what a user says to an assistant"),
                    eval(
                                    "max_seq_len",
                                    INTEGER,
                                    4096,
                                    "tokens that the model is shown at once, at most")
                            .between(8, 1 << 20),
                    eval("batch_tokens", INTEGER, 4096, "tokens that run together, at most")
                            .between(1, 1 << 24));

    private EvalKeys() {}

    private static Key eval(String name, Kind kind, Object initial, String documentation) {
        return Key.of("eval", name, kind, initial, documentation);
    }
}
