package dev.cria.recipes.run;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What a job works with.
 *
 * @param folder the stage's own folder in the run folder
 * @param stop true once the user has asked to stop
 */
public record StageContext(
        Recipe recipe,
        Stage stage,
        Path folder,
        ProgressSink progress,
        MetricsLog metrics,
        BooleanSupplier stop) {}
