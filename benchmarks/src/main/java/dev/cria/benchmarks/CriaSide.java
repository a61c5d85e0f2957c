package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.recipes.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs Cria's command line on a recipe of this folder and reads the metrics of the run. */
record CriaSide(Bench bench, String recipe, List<String> overrides) {

    /** One run from nothing; what it wrote is deleted afterwards. */
    Figures run() {
        MeasuredProcess process = process();
        Figures figures = read(metrics(), process, bench.warmup(), referenceSeconds());
        delete(output());
        return figures;
    }

    /** As {@link #run}; answers the metrics of every step of all stages. */
    List<JsonNode> steps() {
        process();
        List<JsonNode> steps = lines(metrics());
        delete(output());
        return steps;
    }

    private MeasuredProcess process() {
        delete(output());
        List<String> command = new ArrayList<>();
        command.add(bench.home().resolve("scripts/cria").toString());
        command.add("run");
        command.add(bench.home().resolve("benchmarks/recipes/" + recipe + ".yaml").toString());
        command.addAll(overrides);
        command.add("output_dir=" + output());
        Path log = bench.work().resolve("cria-" + recipe + ".log");
        Map<String, String> itself = Map.of("CRIA_MAIN", Main.class.getName());
        return MeasuredProcess.run(command, bench.work(), itself, log);
    }

    private Path output() {
        return bench.work().resolve("cria-" + recipe);
    }

    private Path metrics() {
        return output().resolve("metrics.jsonl");
    }

    /** Figures from the metrics of a run's only stage. */
    static Figures read(
            Path metrics, MeasuredProcess process, int warmup, double referenceSeconds) {
        List<JsonNode> steps = lines(metrics);
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
                referenceSeconds * timed.size() / steps.size(),
                steps.stream().map(step -> step.path("loss").asDouble()).toList());
    }

    /** As the only stage tells; 0 without a reference. */
    private double referenceSeconds() {
        Path result = output().resolve("stages/" + recipe + ".result.json");
        try {
            String told = Json.parse(Files.readString(result)).path("reference").asText("0 s");
            return Double.parseDouble(told.replace(" s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> lines(Path metrics) {
        try {
            return Json.objects(Files.readAllLines(metrics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
