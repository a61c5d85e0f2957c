package dev.cria.recipes.forecast;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.MemoryEstimate;

/**
 * The memory that a stage takes at its peak.
 *
 * @param own bytes of the process
 * @param mapped bytes of weights that stay in their files; without room for them it is slow
 */
public record StageMemory(long own, long mapped) {

    /**
     * Of a stage that can be forecast.
     *
     * @throws UserException if the shape of its model cannot be known yet
     */
    public static StageMemory of(Recipe recipe, Stage stage) {
        if (Forecast.draws(stage)) {
            return new StageMemory(known(Forecast.drawing(recipe, stage), stage).memory(), 0);
        }
        MemoryEstimate memory = known(Forecast.of(recipe, stage), stage).memory();
        return new StageMemory(memory.total(), memory.mapped());
    }

    /** Of both together. */
    public long total() {
        return own + mapped;
    }

    private static <T> T known(T forecast, Stage stage) {
        if (forecast == null) {
            throw new UserException(stage.name() + ": its model is not here yet");
        }
        return forecast;
    }
}
