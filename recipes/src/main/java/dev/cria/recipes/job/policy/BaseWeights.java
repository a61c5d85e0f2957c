package dev.cria.recipes.job.policy;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.util.Locale;
import java.util.function.Predicate;

/** How a stage keeps the weights that it does not train. */
public final class BaseWeights {

    private BaseWeights() {}

    /**
     * By {@code base_dtype} and {@code finetuning_type}. Quantised weights lie in the folder {@code
     * cache} of the run, where later stages and starts find them.
     *
     * @param isTrained which weights are trained all the same
     */
    public static FrozenWeights of(
            Recipe recipe,
            Stage stage,
            Predicate<String> isTrained,
            FrozenWeights.Progress progress) {
        return new FrozenWeights(
                type(stage), recipe.outputDir().resolve("cache"), isTrained, progress);
    }

    private static BaseType type(Stage stage) {
        String asked = stage.text("base_dtype");
        boolean quantizes = stage.text("finetuning_type").equals("qlora");
        return quantizes && asked.equals("auto")
                ? BaseType.NF4
                : BaseType.valueOf(asked.toUpperCase(Locale.ROOT));
    }
}
