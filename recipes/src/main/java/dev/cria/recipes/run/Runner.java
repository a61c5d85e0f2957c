package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Runs the stages of a recipe, one after another, leaving out those that have ended before. */
public final class Runner {

    private static final Logger LOG = Logger.getLogger("dev.cria");

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

    /** What the user sees of a run. */
    public interface RunView {

        /** A stage begins. */
        ProgressSink begin(Stage stage);

        /** The stage that began last has ended. */
        void end(Stage stage, double seconds);

        /** A stage had ended in an earlier run. */
        void skipped(Stage stage);

        /** All stages have ended. */
        void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun);
    }

    /** Runs what is left to do. */
    public void run(Recipe recipe) {
        RunFolder folder = new RunFolder(recipe);
        folder.requireSameRecipe(recipe);
        folder.begin(recipe);
        Handler log = log(folder);
        try {
            run(recipe, folder);
        } finally {
            Logger.getLogger("").removeHandler(log);
            log.close();
        }
    }

    private void run(Recipe recipe, RunFolder folder) {
        Map<Stage, JobResult> results = new LinkedHashMap<>();
        boolean anythingRun = false;
        for (Stage stage : recipe.stages()) {
            JobResult earlier = folder.result(stage).orElse(null);
            if (earlier != null) {
                view.skipped(stage);
                results.put(stage, earlier);
                continue;
            }
            if (stop.getAsBoolean()) {
                throw new InterruptedRun("stopped before stage " + stage.name());
            }
            anythingRun = true;
            results.put(stage, run(recipe, folder, stage));
        }
        view.done(folder, results, anythingRun);
    }

    private JobResult run(Recipe recipe, RunFolder folder, Stage stage) {
        LOG.info(() -> "begin " + stage.name() + " " + stage.values());
        long start = System.nanoTime();
        folder.begin(stage);
        ProgressSink progress = view.begin(stage);
        StageContext context =
                new StageContext(recipe, stage, folder.of(stage), progress, folder.metrics(), stop);
        JobResult result = jobs.get(stage.type()).run(context);
        folder.end(stage, result);
        double seconds = (System.nanoTime() - start) / 1e9;
        view.end(stage, seconds);
        LOG.info(() -> "end " + stage.name() + " after " + seconds + " s " + result.facts());
        return result;
    }

    private static Handler log(RunFolder folder) {
        try {
            Files.createDirectories(folder.path());
            FileHandler handler =
                    new FileHandler(
                            folder.path().resolve("log.txt").toString().replace("%", "%%"), true);
            handler.setFormatter(new SimpleFormatter());
            handler.setEncoding("UTF-8");
            Logger.getLogger("").addHandler(handler);
            return handler;
        } catch (IOException e) {
            throw new UserException(folder.path() + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
