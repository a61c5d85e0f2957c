package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUT;
import static dev.cria.recipes.recipe.Kind.INPUTS;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.NUMBERS;

import java.util.List;

/** Keys about what becomes one model: section merge. */
public final class MergeKeys {

    static final List<Key> ALL =
            List.of(
                    Key.of(
                            "model",
                            "model_name_or_path",
                            INPUT,
                            Key.NONE,
                            "the base: what adapters belong to and models were tuned from"),
                    Key.of(
                            "model",
                            "adapter_name_or_path",
                            INPUTS,
                            List.of(),
                            "adapters that are merged into the base"),
                    merge("models", INPUTS, List.of(), "models that are merged"),
                    merge(
                            "checkpoints",
                            INPUT,
                            Key.NONE,
                            "checkpoints/NAME of a stage in a run folder, for the mean of its newest"),
                    merge(
                                    "last_checkpoints",
                                    INTEGER,
                                    3,
                                    "of how many of the newest checkpoints the mean is taken")
                            .between(1, 1000),
                    merge(
                                    "merge_method",
                                    CHOICE,
                                    "auto",
                                    "how models become one; auto: average of checkpoints, linear of models without a base, else task_arithmetic")
                            .oneOf("auto", "average", "linear", "task_arithmetic", "ties"),
                    merge(
                                    "merge_weights",
                                    NUMBERS,
                                    List.of(),
                                    "one for each model or adapter; none given: 1 for each")
                            .between(-1000, 1000),
                    merge(
                                    "density",
                                    NUMBER,
                                    0.5,
                                    "ties: share of each tensor's changes that counts")
                            .between(1e-6, 1),
                    merge("lambda", NUMBER, 1.0, "multiplies the sum of the changes from the base")
                            .between(-1000, 1000),
                    merge("dtype", CHOICE, "f32", "type of the weights")
                            .oneOf("f32", "f16", "bf16"),
                    merge("max_shard_gb", NUMBER, 5.0, "size of a safetensors file")
                            .between(0.001, 1000),
                    merge(
                            "verify",
                            FLAG,
                            true,
                            "load what was written and compare its answers with those that were meant"),
                    merge(
                            "verify_text",
                            INPUT,
                            Key.NONE,
                            "text to compare on, UTF-8; else one that comes with Cria"));

    private MergeKeys() {}

    /** The method of a stage, chosen by what is merged where it says auto. */
    public static String method(Stage stage) {
        String asked = stage.text("merge_method");
        if (!asked.equals("auto")) {
            return asked;
        }
        if (stage.path("checkpoints") != null) {
            return "average";
        }
        return stage.path("model_name_or_path") == null ? "linear" : "task_arithmetic";
    }

    private static Key merge(String name, Kind kind, Object initial, String documentation) {
        return Key.of("merge", name, kind, initial, documentation);
    }
}
