package dev.cria.recipes.job.rows;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;

/** Seeds of a stage, derived from the recipe's. */
public final class TrainingSeeds {

    private TrainingSeeds() {}

    /** A seed of its own for each purpose of each stage. */
    public static long of(Recipe recipe, Stage stage, String purpose) {
        long mixed = recipe.seed() * 0x9E3779B97F4A7C15L;
        return mixed ^ ((long) (stage.name() + "/" + purpose).hashCode() << 16);
    }
}
