package dev.cria.recipes.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Recovery;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.Durations;
import dev.cria.recipes.run.ExitCode;
import dev.cria.recipes.run.Heartbeat;
import dev.cria.recipes.run.Idleness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Runs a recipe in a process of its own and starts it again when that dies, hangs or blows up; not
 * when the user has asked for something wrong, or to stop.
 */
public final class Supervisor {

    private static final double MOST_SECONDS_BETWEEN_LOOKS = 1;

    private final Path folder;
    private final Recovery recovery;
    private final String session;
    private final Child.Launcher launcher;
    private final DoubleSupplier clock;
    private final Consumer<String> say;
    private final AttemptLog log;
    private final Heartbeat heartbeat;
    private final Progress progress;
    private final Detour detour;
    private final CountDownLatch stop = new CountDownLatch(1);
    private Child child;
    private boolean begun;

    Supervisor(
            Path folder,
            Recovery recovery,
            String session,
            Child.Launcher launcher,
            DoubleSupplier clock,
            Consumer<String> say) {
        this.folder = folder;
        this.recovery = recovery;
        this.session = session;
        this.launcher = launcher;
        this.clock = clock;
        this.say = say;
        this.log = new AttemptLog(folder);
        this.heartbeat = new Heartbeat(folder);
        this.progress = new Progress(folder);
        this.detour = new Detour(log, progress);
    }

    /**
     * A supervisor over this program, started again.
     *
     * @param arguments those of this process
     */
    public static Supervisor of(Recipe recipe, String mainClass, List<String> arguments) {
        String session = UUID.randomUUID().toString();
        return new Supervisor(
                recipe.outputDir(),
                recipe.recovery(),
                session,
                () -> ChildProcess.start(mainClass, arguments, session),
                () -> System.nanoTime() / 1e9,
                message -> System.err.println("cria: " + message));
    }

    /** Ends the run: the process saves and stops, and is not started again. From any thread. */
    public void stop() {
        synchronized (this) {
            stop.countDown();
            if (child != null) {
                child.terminate();
            }
        }
    }

    /** Runs until it is done or there is no sense in going on; answers the last exit code. */
    public int run() {
        int restarts = 0;
        int fruitless = 0;
        while (true) {
            int code = attempt();
            boolean advanced = progress.hasAdvanced();
            fruitless = advanced ? 0 : fruitless + 1;
            if (!ExitCode.restarts(code) || isStopping()) {
                return code;
            }
            String reason = ExitCode.describe(code);
            if (restarts == recovery.restarts()) {
                say.accept(
                        "the run ended (%s) after %d restarts, as many as the recipe allows (restarts); the same command goes on"
                                .formatted(reason, restarts));
                return code;
            }
            if (fruitless >= recovery.fruitless()) {
                say.accept(
                        "the run ended (%s) %d times in a row without a new checkpoint; it is not started again. See %s; a smaller save_steps saves more often, restarts_without_progress allows more"
                                .formatted(reason, fruitless, folder.resolve("log.txt")));
                return code;
            }
            restarts++;
            String around = code == ExitCode.BLOWN_UP ? detour.decide(advanced) : "";
            double wait = wait(recovery, fruitless);
            say.accept(
                    "the run ended (%s); restart %d of %d%s%s"
                            .formatted(
                                    reason,
                                    restarts,
                                    recovery.restarts(),
                                    wait > 0 ? " in " + Durations.show(wait) : "",
                                    around.isEmpty() ? "" : ": " + around));
            pause(wait);
            if (isStopping()) {
                return code;
            }
        }
    }

    /** Seconds before a restart: none after progress, then twice as long each time. */
    static double wait(Recovery recovery, int fruitless) {
        return fruitless == 0
                ? 0
                : Math.min(recovery.maxBackoff(), recovery.backoff() * Math.pow(2, fruitless - 1));
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void pause(double seconds) {
        try {
            stop.await(Math.round(1e3 * seconds), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    private int attempt() {
        try {
            synchronized (this) {
                if (isStopping()) {
                    return ExitCode.TERMINATED;
                }
                child = launcher.start();
            }
            int code = watch();
            end(code);
            return code;
        } catch (IOException e) {
            throw new UserException("the run cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            child.terminate();
            return ExitCode.TERMINATED;
        }
    }

    /** Waits for the end of a process, and ends one that does not run at all any more. */
    private int watch() throws InterruptedException {
        begun = false;
        double patience = Math.max(recovery.hangTimeout(), MOST_SECONDS_BETWEEN_LOOKS);
        double period = Math.min(MOST_SECONDS_BETWEEN_LOOKS, patience / 8);
        Idleness idleness = new Idleness(period);
        boolean hung = false;
        while (true) {
            int code = child.await(period);
            if (code >= 0) {
                return hung ? ExitCode.HUNG : code;
            }
            double limit = Math.max(startPatience(), patience);
            double idle = idleness.look(heartbeat.read(), clock.getAsDouble());
            if (!hung && recovery.hangTimeout() > 0 && idle > limit) {
                hung = true;
                endFrozen(idle);
            }
        }
    }

    /** A process that has not begun yet writes no heartbeat. */
    private double startPatience() {
        return begun() ? 0 : recovery.firstStepTimeout();
    }

    private void endFrozen(double idle) {
        try {
            Path dump = folder.resolve("hang-threads-%d.txt".formatted(System.currentTimeMillis()));
            DurableFiles.writeFile(dump, child.threads().getBytes(StandardCharsets.UTF_8));
            say.accept(
                    "the run has stood still for %.0f s and is killed; its threads: %s"
                            .formatted(idle, dump));
        } finally {
            child.kill();
        }
    }

    /** Whether the process that runs now has the folder. */
    private boolean begun() {
        begun = begun || lastBeginIsOurs();
        return begun;
    }

    private boolean lastBeginIsOurs() {
        List<JsonNode> events = log.read();
        for (int i = events.size() - 1; i >= 0; i--) {
            switch (events.get(i).path("event").asText()) {
                case "end" -> {
                    return false;
                }
                case "begin" -> {
                    return events.get(i).path("session").asText().equals(session);
                }
                default -> {}
            }
        }
        return false;
    }

    private void end(int code) {
        if (begun()) {
            log.append(
                    AttemptLog.event("end")
                            .put("reason", ExitCode.describe(code))
                            .put("code", code));
        }
    }
}
