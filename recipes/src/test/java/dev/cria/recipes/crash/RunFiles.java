package dev.cria.recipes.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run has written.
 *
 * @param stage that is disturbed; it writes a model
 */
record RunFiles(Path folder, String stage) {

    private static final List<String> TIMES =
            List.of("time", "seconds", "tokens_per_s", "goodput", "memory_mib");

    /** What must not depend on how often a run was disturbed. */
    record Identity(List<String> steps, Map<String, String> files) {}

    /**
     * The figures of every step but times, and hashes of the last checkpoint, of the model and of
     * answers that it has learnt from.
     */
    Identity identity() throws IOException {
        Path last = checkpoints().get(0);
        List<String> steps = new ArrayList<>();
        for (JsonNode step : new MetricsLog(folder.resolve("metrics.jsonl")).read()) {
            steps.add(((ObjectNode) step).remove(TIMES).toString());
        }
        Map<String, String> files = new TreeMap<>();
        files.put("step", last.getFileName().toString());
        files.put("parameters", Sha256.of(last.resolve("parameters.safetensors")));
        files.put("optimizer", Sha256.of(last.resolve("optimizer.safetensors")));
        files.put("model", Sha256.of(folder.resolve(stage + "/model/model.safetensors")));
        Path answers = folder.resolve(stage + "/rollouts.jsonl");
        if (Files.exists(answers)) {
            files.put("answers", Sha256.of(answers));
        }
        return new Identity(steps, files);
    }

    /** Folders of checkpoints, newest first. */
    List<Path> checkpoints() throws IOException {
        return named("step-\\d{9}");
    }

    long newestStep() throws IOException {
        List<Path> all = checkpoints();
        return all.isEmpty() ? 0 : Long.parseLong(all.get(0).getFileName().toString().substring(5));
    }

    /** Whether a save was under way when the process ended. */
    boolean wasSaving() throws IOException {
        return !named("step-\\d{9}\\..*").isEmpty();
    }

    private List<Path> named(String pattern) throws IOException {
        Path all = folder.resolve("checkpoints").resolve(stage);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(all)) {
            return entries.filter(path -> path.getFileName().toString().matches(pattern))
                    .sorted((a, b) -> b.compareTo(a))
                    .toList();
        }
    }

    List<JsonNode> events(String name) {
        return new AttemptLog(folder)
                .read().stream().filter(e -> e.path("event").asText().equals(name)).toList();
    }

    /** Steps in the metrics, those too that a next attempt will take back. */
    long lastStep() {
        List<JsonNode> steps = new MetricsLog(folder.resolve("metrics.jsonl")).read();
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).path("step").asLong();
    }

    /** Waits until a process has begun to train. False where it ended before. */
    boolean awaitTraining(RunProcess process) throws InterruptedException {
        int before = events("resume").size();
        while (process.isAlive()) {
            if (events("resume").size() > before) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    /** Waits until a process has done so many steps, or ended. */
    void awaitSteps(RunProcess process, int steps) throws InterruptedException {
        List<JsonNode> resumes = events("resume");
        long from = resumes.get(resumes.size() - 1).path("from").asLong();
        while (process.isAlive() && lastStep() < from + steps) {
            Thread.sleep(5);
        }
    }
}
