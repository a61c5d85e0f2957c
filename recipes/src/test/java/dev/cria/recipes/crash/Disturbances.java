package dev.cria.recipes.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.KillPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What is done to runs of a tiny training, each compared with an undisturbed one at the end. */
record Disturbances(TinyTraining training, RunFiles.Identity clean, Random random) {

    /** Ways to hang, and what a dump shows of each. */
    static final Map<String, String> HANGS =
            Map.of(
                    "loader", "sleepingLoader",
                    "lock", "deadlock between 2 threads",
                    "pipe", "fullPipe");

    private static final int MOST_MILLIS = 300;

    /** Kills a run once at every named place; fails where a place is never reached. */
    void killPoints(String run) throws IOException, InterruptedException {
        for (KillPoint point : KillPoint.values()) {
            boolean replaces = point == KillPoint.OLD_MOVED_AWAY || point == KillPoint.OLD_DELETED;
            if (replaces) {
                damageNewest(run);
            }
            // The third time: two checkpoints are there then, and one is given up.
            String place = point + ":" + (replaces ? 1 : 3);
            RunProcess process = training.start(run, Map.of("CRIA_KILL_AT", place));
            assertEquals(KillPoint.EXIT_CODE, process.await(), place + " is never reached");
        }
        finish(run);
    }

    /** A run falls back to the checkpoint before, and later replaces the damaged one. */
    private void damageNewest(String run) throws IOException {
        Path file = training.files(run).checkpoints().get(0).resolve("parameters.safetensors");
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
    }

    /** Stops a run by signals, once or twice in a row: it saves at the step's end. */
    void signals(String run, List<String> names, boolean twice)
            throws IOException, InterruptedException {
        for (String name : names) {
            RunProcess process = training.start(run, Map.of());
            assertTrue(training.files(run).awaitTraining(process), () -> said(run));
            Thread.sleep(random.nextInt(MOST_MILLIS));
            process.signal(name);
            if (twice) {
                process.signal(name);
            }
            assertEquals(name.equals("INT") ? 130 : 143, process.await(), () -> said(run));
            assertEquals(training.files(run).lastStep(), training.files(run).newestStep());
        }
        finish(run);
        for (JsonNode resume : training.files(run).events("resume")) {
            assertEquals(0, resume.path("lost_steps").asLong(), "a step was lost");
        }
    }

    /**
     * Stops the process of a supervised run so that it cannot end itself. On a busy machine others
     * may be taken for hung as well, which must do no harm either.
     */
    void freeze(String run) throws IOException, InterruptedException {
        RunProcess supervisor = training.start(run, Map.of(), patient("--supervise"));
        assertTrue(training.files(run).awaitTraining(supervisor), () -> said(run));
        RunProcess.signal("STOP", childOf(run));
        assertEquals(0, supervisor.await(), () -> said(run));
        assertTrue(reasons(run).contains("hung"), () -> reasons(run).toString());
        String threads = HangingMain.dump(training.run(run), "hang-threads-*.txt");
        assertTrue(threads.contains("(java) T"), threads);
        finish(run);
    }

    private static String[] patient(String... more) {
        List<String> keys = new ArrayList<>(List.of(more));
        keys.addAll(
                List.of(
                        "restarts=1000",
                        "restarts_without_progress=1000",
                        "restart_backoff=0",
                        "hang_timeout=8"));
        return keys.toArray(new String[0]);
    }

    /** Kills the supervisor: its process saves, stops and leaves nothing behind. */
    void orphan(String run) throws IOException, InterruptedException {
        RunProcess supervisor = training.start(run, Map.of(), "--supervise");
        assertTrue(training.files(run).awaitTraining(supervisor), () -> said(run));
        long child = childOf(run);
        supervisor.kill();
        ProcessHandle.of(child).ifPresent(process -> process.onExit().join());
        assertEquals(training.files(run).lastStep(), training.files(run).newestStep());
        finish(run);
    }

    /**
     * Hangs in several ways at a time; each process dumps its threads and ends, and is started
     * again.
     *
     * @param frames what a dump shows, by the way to hang
     */
    void hang(String prefix, Map<String, String> frames) throws IOException, InterruptedException {
        Map<String, RunProcess> processes = new TreeMap<>();
        for (String kind : frames.keySet()) {
            List<String> arguments = new ArrayList<>(List.of(kind, training.recipe().toString()));
            arguments.addAll(List.of(patient("output_dir=" + training.run(prefix + kind))));
            processes.put(
                    kind,
                    RunProcess.start(
                            HangingMain.class.getName(),
                            arguments,
                            Map.of(),
                            training.run(prefix + kind + ".out")));
        }
        for (Map.Entry<String, RunProcess> process : processes.entrySet()) {
            String run = prefix + process.getKey();
            assertEquals(0, process.getValue().await(), () -> said(run));
            assertTrue(reasons(run).contains("hung"), () -> reasons(run).toString());
            assertEquals(1, training.files(run).events("hang").size());
            String dump = HangingMain.dump(training.run(run), "hang-2*.txt");
            assertTrue(dump.contains(frames.get(process.getKey())), dump);
        }
    }

    private long childOf(String run) {
        List<JsonNode> begins = training.files(run).events("begin");
        return begins.get(begins.size() - 1).path("pid").asLong();
    }

    private List<String> reasons(String run) {
        List<String> reasons = new ArrayList<>();
        training.files(run).events("end").forEach(end -> reasons.add(end.path("reason").asText()));
        return reasons;
    }

    private void finish(String run) throws IOException, InterruptedException {
        RunFiles.Identity disturbed = training.finish(run).identity();
        assertTrue(clean.steps().equals(disturbed.steps()), () -> run + ": other losses");
        assertEquals(clean.files(), disturbed.files(), run);
    }

    private String said(String run) {
        try {
            return training.output(run);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
