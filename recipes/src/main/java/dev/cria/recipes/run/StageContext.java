package dev.cria.recipes.run;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What a job works with.
 *
 * @param folder the stage's own folder in the run folder; not made yet
 * @param checkpoints where the stage keeps its checkpoints; not made yet
 * @param attempt what happens to this process's go at the run
 * @param stop true once the user has asked to stop
 */
public record StageContext(
        Recipe recipe,
        Stage stage,
        Path folder,
        Path checkpoints,
        ProgressSink progress,
        MetricsLog metrics,
        SamplesLog samples,
        Attempt attempt,
        BooleanSupplier stop) {

    /** Ends a job that saves nothing on the way once the user has asked to stop. */
    public void stopIfAsked() {
        if (stop.getAsBoolean()) {
            throw new InterruptedRun(
                    "stopped in stage %s, which begins again next time".formatted(stage.name()));
        }
    }

    /** Ends a job that keeps what it has done once the user has asked to stop. */
    public void goOnLaterIfAsked() {
        if (stop.getAsBoolean()) {
            throw new InterruptedRun(
                    "stopped in stage %s; the same command goes on".formatted(stage.name()));
        }
    }
}
