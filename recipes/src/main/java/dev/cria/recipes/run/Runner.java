package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.RunLock;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.track.Outcome;
import dev.cria.recipes.track.Tracker;
import dev.cria.recipes.track.Trackers;
import dev.cria.trainer.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        RunLock lock = lock(folder);
        try {
            folder.requireFits();
            RunLog log = RunLog.open(folder.path());
            try {
                folder.begin();
                recipe.warnings().forEach(LOG::warning);
                attempt(recipe, folder);
            } finally {
                log.close();
            }
        } finally {
            lock.close();
        }
    }

    /** Takes the lock of a folder that fits; in one that does not, nothing is written. */
    private static RunLock lock(RunFolder folder) {
        try {
            folder.requireFits();
        } catch (UserException misfit) {
            // A run that has just begun looks like something else until its recipe is written.
            if (!RunLock.isIn(folder.path())) {
                throw misfit;
            }
        }
        return RunLock.acquire(folder.path());
    }

    private void attempt(Recipe recipe, RunFolder folder) {
        Pulse pulse = new Pulse(recipe.recovery(), Engine::kernelsRun);
        Heartbeat heartbeat = new Heartbeat(folder.path());
        Attempt attempt =
                Attempt.begin(
                        new AttemptLog(folder.path()), Session.ofThisProcess(), heartbeat, pulse);
        String reason = ExitCode.describe(ExitCode.FAILED);
        try (Watchdog watchdog = watchdog(recipe, folder, attempt, heartbeat)) {
            watchdog.start();
            run(recipe, folder, attempt);
            reason = ExitCode.describe(ExitCode.DONE);
        } catch (InterruptedRun e) {
            reason = ExitCode.describe(ExitCode.INTERRUPTED);
            throw e;
        } catch (BlownUp e) {
            reason = ExitCode.describe(ExitCode.BLOWN_UP);
            throw e;
        } catch (UserException e) {
            reason = ExitCode.describe(ExitCode.USER_ERROR);
            throw e;
        } finally {
            attempt.end(reason);
        }
    }

    private static Watchdog watchdog(
            Recipe recipe, RunFolder folder, Attempt attempt, Heartbeat heartbeat) {
        return new Watchdog(
                attempt.pulse(),
                heartbeat,
                recipe.recovery().hangTimeout(),
                () -> System.nanoTime() / 1e9,
                idle -> endHung(folder, attempt, idle));
    }

    /** What hangs may hold any lock, so the process ends at once, without what runs at an exit. */
    private static void endHung(RunFolder folder, Attempt attempt, double idle) {
        try {
            String name = "hang-%s.txt".formatted(Instant.now().toString().replace(':', '-'));
            DurableFiles.writeFile(
                    folder.path().resolve(name),
                    ThreadDump.text().getBytes(StandardCharsets.UTF_8));
            attempt.hang(idle, name);
            System.err.printf(
                    "%ncria: nothing has happened for %.0f s; what the threads are at: %s%n",
                    idle, folder.path().resolve(name));
        } finally {
            Runtime.getRuntime().halt(ExitCode.HUNG);
        }
    }

    private void run(Recipe recipe, RunFolder folder, Attempt attempt) {
        Map<Stage, JobResult> results = new LinkedHashMap<>();
        boolean anythingRun;
        try (Trackers trackers = Trackers.of(recipe)) {
            anythingRun = run(recipe, folder, attempt, trackers, results);
        }
        view.done(folder, results, anythingRun);
    }

    /** Runs the stages that have not ended; answers whether there were any. */
    private boolean run(
            Recipe recipe,
            RunFolder folder,
            Attempt attempt,
            Tracker tracker,
            Map<Stage, JobResult> results) {
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
            results.put(stage, run(recipe, folder, stage, attempt, tracker));
        }
        return anythingRun;
    }

    private JobResult run(
            Recipe recipe, RunFolder folder, Stage stage, Attempt attempt, Tracker tracker) {
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
        attempt.beginStage(stage.name());
        ProgressSink progress = view.begin(stage);
        boolean ended = false;
        Outcome outcome = Outcome.FAILED;
        try {
            StageContext context =
                    new StageContext(
                            recipe,
                            stage,
                            folder.of(stage),
                            folder.checkpoints(stage),
                            progress,
                            folder.metrics(tracker),
                            folder.samples(),
                            attempt,
                            stop);
            JobResult result =
                    jobs.get(stage.type())
                            .run(context)
                            .with("time", Durations.show((System.nanoTime() - start) / 1e9));
            folder.end(stage, result);
            attempt.endStage(stage.name());
            ended = true;
            outcome = Outcome.DONE;
            LOG.info(() -> "end %s %s".formatted(stage.name(), result.facts()));
            return result;
        } catch (InterruptedRun e) {
            outcome = Outcome.STOPPED;
            LOG.info(() -> "stopped in %s: %s".formatted(stage.name(), e.getMessage()));
            throw e;
        } catch (UserException e) {
            LOG.info(() -> "stopped in %s: %s".formatted(stage.name(), e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "failed in " + stage.name());
            throw new StageFailure(stage.name(), RunLog.in(folder.path()), e);
        } finally {
            tracker.end(stage.name(), outcome);
            view.end(stage, (System.nanoTime() - start) / 1e9, ended);
        }
    }
}
