package dev.cria.recipes.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a run has written. */
record RunFiles(Path folder) {

    /** What must not depend on how often a run was disturbed. */
    record Identity(List<String> steps, Map<String, String> files) {}

    /** Bits of loss and norm of every step, and hashes of the last checkpoint and of the model. */
    Identity identity() throws IOException {
        Path last = checkpoints().get(0);
        List<String> steps = new ArrayList<>();
        for (JsonNode step : new MetricsLog(folder.resolve("metrics.jsonl")).read()) {
            steps.add(
                    "%s %s %x %x"
                            .formatted(
                                    step.path("step"),
                                    step.path("tokens"),
                                    Double.doubleToLongBits(step.path("loss").asDouble()),
                                    Double.doubleToLongBits(step.path("grad_norm").asDouble())));
        }
        return new Identity(
                steps,
                Map.of(
                        "step",
                        last.getFileName().toString(),
                        "parameters",
                        Sha256.of(last.resolve("parameters.safetensors")),
                        "optimizer",
                        Sha256.of(last.resolve("optimizer.safetensors")),
                        "model",
                        Sha256.of(folder.resolve("pretrain/model/model.safetensors"))));
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
        Path all = folder.resolve("checkpoints/pretrain");
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
}
