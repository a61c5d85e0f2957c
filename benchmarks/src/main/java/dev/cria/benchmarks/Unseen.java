package dev.cria.benchmarks;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.RunView;
import java.util.Map;

/** Shows nothing of a run. */
final class Unseen implements RunView {

    @Override
    public ProgressSink begin(Stage stage) {
        return (done, total, note) -> {};
    }

    @Override
    public void end(Stage stage, double seconds, boolean ended) {}

    @Override
    public void skipped(Stage stage) {}

    @Override
    public void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun) {}
}
