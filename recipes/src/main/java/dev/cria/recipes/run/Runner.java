package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RunLock;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the stages of a recipe, one after another, leaving out those that have ended before. */
public final class Runner {

    private static final Logger LOG = Logger.getLogger(Runner.class.getName());

    private final Map<String, Job> jobs;
    private final RunView view;
    private final BooleanSupplier stop;

    /**
     * A runner.
     *
     * @param jobs what does the work of each type of stage
     * @param stop true once the user has asked to stop
     */
    public Runner(Map<String, Job> jobs, RunView view, BooleanSupplier stop) {
        this.jobs = jobs;
        this.view = view;
        this.stop = stop;
    }

    /**
     * Runs what is left to do. One process at a time works on a run folder.
     *
     * @throws InterruptedRun when the user has asked to stop
     * @throws StageFailure when a stage fails through no fault of the user
     */
    public void run(Recipe recipe) {
        RunFolder folder = new RunFolder(recipe);
        folder.requireFits();
        RunLock lock = RunLock.acquire(folder.path());
        try {
            RunLog log = RunLog.open(folder.path());
            try {
                folder.begin();
                recipe.warnings().forEach(LOG::warning);
                run(recipe, folder);
            } finally {
                log.close();
            }
        } finally {
            lock.close();
        }
    }

    private void run(Recipe recipe, RunFolder folder) {
        Map<Stage, JobResult> results = new LinkedHashMap<>();
        boolean anythingRun = false;
        for (Stage stage : recipe.stages()) {
            JobResult earlier = folder.resultOf(stage).orElse(null);
            if (earlier != null) {
                view.skipped(stage);
                results.put(stage, earlier);
                continue;
            }
            if (stop.getAsBoolean()) {
                throw new InterruptedRun(
                        "stopped before stage %s; the same command goes on"
                                .formatted(stage.name()));
            }
            anythingRun = true;
            results.put(stage, run(recipe, folder, stage));
        }
        view.done(folder, results, anythingRun);
    }

    private JobResult run(Recipe recipe, RunFolder folder, Stage stage) {
        LOG.info(
                () ->
                        "begin %s %s on Java %s, %d processors"
                                .formatted(
                                        stage.name(),
                                        stage.values(),
                                        Runtime.version(),
                                        Runtime.getRuntime().availableProcessors()));
        long start = System.nanoTime();
        folder.begin(stage);
        ProgressSink progress = view.begin(stage);
        boolean ended = false;
        try {
            StageContext context =
                    new StageContext(
                            recipe,
                            stage,
                            folder.of(stage),
                            folder.checkpoints(stage),
                            progress,
                            folder.metrics(),
                            folder.samples(),
                            stop);
            JobResult result =
                    jobs.get(stage.type())
                            .run(context)
                            .with("time", Durations.show((System.nanoTime() - start) / 1e9));
            folder.end(stage, result);
            ended = true;
            LOG.info(() -> "end %s %s".formatted(stage.name(), result.facts()));
            return result;
        } catch (UserException | InterruptedRun e) {
            LOG.info(() -> "stopped in %s: %s".formatted(stage.name(), e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "failed in " + stage.name());
            throw new StageFailure(stage.name(), RunLog.in(folder.path()), e);
        } finally {
            view.end(stage, (System.nanoTime() - start) / 1e9, ended);
        }
    }
}
