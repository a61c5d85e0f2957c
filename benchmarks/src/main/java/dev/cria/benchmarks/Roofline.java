package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The share of a pretraining step that products of weights and activations need alone: of every
 * linear map of every layer and of the head the output, the gradient of the input and that of the
 * weights, fp32, timed in the process that has just trained.
 */
record Roofline(Bench bench) {

    private static final double TARGET = 0.85;
    private static final int ROWS = 4;
    private static final int TOKENS = 512;

    /** The lines of the table. */
    List<Row> rows() {
        double[] shares = new double[bench.runs()];
        List<String> raw = new ArrayList<>();
        for (int run = 0; run < bench.runs(); run++) {
            JsonNode figures = measure();
            double step = figures.path("step_s").asDouble();
            double alone = figures.path("products_s").asDouble();
            shares[run] = alone / step;
            raw.add(
                    "%s of %s s at %s GFLOP/s"
                            .formatted(
                                    Row.number(alone),
                                    Row.number(step),
                                    Row.number(figures.path("flops").asDouble() / alone / 1e9)));
        }
        double share = Median.of(shares);
        return List.of(
                new Row(
                        "pretraining, share of the products alone",
                        Row.number(share),
                        ">= " + TARGET,
                        share >= TARGET,
                        String.join("; ", raw)));
    }

    private JsonNode measure() {
        Path output = bench.work().resolve("cria-roofline");
        CriaSide.delete(output);
        List<String> command =
                List.of(
                        bench.home().resolve("scripts/cria").toString(),
                        bench.home().resolve("benchmarks/recipes/pretrain.yaml").toString(),
                        bench.model().toString(),
                        output.toString(),
                        "" + bench.warmup(),
                        "" + ROWS * TOKENS,
                        "" + ROWS * (TOKENS - 1),
                        "model_name_or_path=" + bench.model(),
                        "datasets=[" + bench.rows() + "]",
                        "max_steps=" + bench.steps(),
                        "output_dir=" + output);
        Map<String, String> environment =
                Map.of(
                        "CRIA_MAIN",
                        RooflineRun.class.getName(),
                        "CRIA_CLASSES",
                        bench.home().resolve("benchmarks/target/classes").toString());
        Path log = bench.work().resolve("cria-roofline.log");
        MeasuredProcess process = MeasuredProcess.run(command, bench.work(), environment, log);
        CriaSide.delete(output);
        return Json.lastObject(process.output());
    }
}
