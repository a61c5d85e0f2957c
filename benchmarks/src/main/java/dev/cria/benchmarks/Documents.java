package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a row of 2,048 tokens costs when it holds 1, 4, 16 or 64 documents.
 *
 * <p>Attention gets cheaper with shorter documents, in proportion to their length: cost = a + b x
 * length. Both are taken from the rows of 1 and 4 documents, where handling documents one by one
 * does not show; what the rows of 16 and 64 cost beyond that line is the price of many documents.
 */
record Documents(Bench bench) {

    private static final int ROW = 2048;
    private static final int[] COUNTS = {1, 4, 16, 64};
    private static final double WORST = 0.05;

    /** The lines of the table. */
    List<Row> rows() {
        Map<Integer, List<Double>> seconds = new TreeMap<>();
        for (int run = 0; run < bench.runs(); run++) {
            measure(seconds);
        }
        double[] costs = new double[COUNTS.length];
        for (int i = 0; i < COUNTS.length; i++) {
            double[] all = seconds.get(COUNTS[i]).stream().mapToDouble(s -> s).toArray();
            costs[i] = Median.of(all) / ROW * 1e3;
        }
        return rows(costs);
    }

    /**
     * The lines of the table.
     *
     * @param costs milliseconds per token with 1, 4, 16 and 64 documents
     */
    static List<Row> rows(double... costs) {
        LinearFit line =
                LinearFit.of(new double[] {ROW, ROW / 4.0}, new double[] {costs[0], costs[1]});
        double worst = 0;
        for (int i = 2; i < COUNTS.length; i++) {
            worst = Math.max(worst, costs[i] / line.at((double) ROW / COUNTS[i]) - 1);
        }
        String raw = "ms a token with 1, 4, 16, 64 documents: " + Row.numbers(costs);
        double dearest = Math.max(costs[1], Math.max(costs[2], costs[3])) / costs[0];
        return List.of(
                new Row(
                        "64 documents a row against 1, cost per token",
                        Row.number(dearest),
                        "<= " + (1 + WORST),
                        dearest <= 1 + WORST,
                        raw),
                new Row(
                        "the same beyond what attention saves",
                        Row.number(1 + worst),
                        "<= " + (1 + WORST),
                        worst <= WORST,
                        "attention %s ms a token at 2048"
                                .formatted(Row.number(line.slope() * ROW))));
    }

    private void measure(Map<Integer, List<Double>> seconds) {
        List<String> overrides = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizers.load(bench.smallTokenizer())) {
            for (int count : COUNTS) {
                Path texts = bench.work().resolve("documents-%d.jsonl".formatted(count));
                new ExactTexts(tokenizer, count).write(texts, ROW / count, 4 * count);
                String stage = "documents-" + count;
                overrides.add(stage + ".tokenizer_path=" + bench.smallTokenizer());
                overrides.add(stage + ".datasets=[" + texts + "]");
                overrides.add(stage + ".max_steps=" + bench.steps());
            }
        }
        for (JsonNode step : new CriaSide(bench, "documents", overrides).steps()) {
            if (step.path("step").asInt() > bench.warmup()) {
                String stage = step.path("stage").asText();
                int count = Integer.parseInt(stage.substring("documents-".length()));
                seconds.computeIfAbsent(count, c -> new ArrayList<>())
                        .add(step.path("seconds").asDouble());
            }
        }
    }
}
