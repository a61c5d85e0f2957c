package dev.cria.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs Cria's command line on a recipe of this folder and reads the metrics of the run. */
record CriaSide(Bench bench, String recipe, List<String> overrides) {

    private static final JsonMapper JSON = new JsonMapper();

    /** One run from nothing; what it wrote is deleted afterwards. */
    Figures run() {
        Path output = bench.work().resolve("cria-" + recipe);
        delete(output);
        List<String> command = new ArrayList<>();
        command.add(bench.home().resolve("scripts/cria").toString());
        command.add("run");
        command.add(bench.home().resolve("benchmarks/recipes/" + recipe + ".yaml").toString());
        command.addAll(overrides);
        command.add("max_steps=" + bench.steps());
        command.add("output_dir=" + output);
        Path log = bench.work().resolve("cria-" + recipe + ".log");
        MeasuredProcess process = MeasuredProcess.run(command, bench.work(), Map.of(), log);
        Figures figures = read(output.resolve("metrics.jsonl"), process, bench.warmup());
        delete(output);
        return figures;
    }

    /** Figures from the metrics of a run's only stage. */
    static Figures read(Path metrics, MeasuredProcess process, int warmup) {
        List<JsonNode> steps = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(metrics)) {
                steps.add(JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(metrics + " is damaged", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<JsonNode> timed = steps.subList(warmup, steps.size());
        long tokens = timed.stream().mapToLong(step -> step.path("tokens").asLong()).sum();
        double seconds =
                steps.get(steps.size() - 1).path("time").asDouble()
                        - steps.get(warmup - 1).path("time").asDouble();
        return new Figures(
                tokens,
                tokens / seconds,
                process.peakResident(),
                process.peakAnonymous(),
                steps.get(0).path("time").asDouble() - process.startedAt(),
                steps.stream().map(step -> step.path("loss").asDouble()).toList());
    }

    static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                Storage.disk().delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
