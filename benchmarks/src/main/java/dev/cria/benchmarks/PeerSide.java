package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a Python script of the peer, which prints its figures as JSON.
 *
 * @param name for the log
 * @param arguments the script and its arguments
 */
record PeerSide(Bench bench, String name, List<String> arguments) {

    /** One run. */
    Figures run() {
        List<String> command = new ArrayList<>();
        command.add(bench.python());
        command.addAll(arguments);
        command.addAll(List.of("--steps", "" + bench.steps(), "--warmup", "" + bench.warmup()));
        Path log = bench.work().resolve("peer-" + name + ".log");
        Map<String, String> offline = Map.of("HF_HUB_OFFLINE", "1", "HF_DATASETS_OFFLINE", "1");
        return read(MeasuredProcess.run(command, bench.work(), offline, log));
    }

    /** Figures from what the scripts print. */
    static Figures read(MeasuredProcess process) {
        List<JsonNode> lines = Json.objects(process.output());
        JsonNode figures = lines.get(lines.size() - 1);
        double firstStepAt = lines.get(0).path("first_step_at").asDouble();
        List<Double> losses = new ArrayList<>();
        figures.path("losses").forEach(loss -> losses.add(loss.asDouble()));
        return new Figures(
                figures.path("tokens").asLong(),
                figures.path("tokens_per_s").asDouble(),
                Math.round(figures.path("max_rss_gb").asDouble() * 1e6 * 1024),
                process.peakAnonymous(),
                firstStepAt - process.startedAt(),
                0,
                losses);
    }
}
