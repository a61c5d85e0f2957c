package dev.cria.benchmarks;

import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How peak memory grows with the length of a row: a model of fixed width trains two steps on one
 * document of each length, each in a process of its own.
 */
record Lengths(Bench bench, int longest) {

    private static final int SHORTEST = 512;
    private static final double WORST = 0.05;

    /** The lines of the table. */
    List<Row> rows() {
        List<Double> lengths = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (int length = SHORTEST; length <= longest; length *= 2) {
            lengths.add((double) length);
            bytes.add((double) peak(length));
            System.err.printf(
                    "%d tokens: %s GB%n", length, Row.number(bytes.get(bytes.size() - 1) / 1e9));
        }
        double[] x = lengths.stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = bytes.stream().mapToDouble(Double::doubleValue).toArray();
        LinearFit fit = LinearFit.of(x, y);
        double worst = fit.worstDeviation();
        return List.of(
                new Row(
                        "anonymous memory, rows of %d to %d tokens".formatted(SHORTEST, longest),
                        Row.number(worst),
                        "<= " + WORST,
                        worst <= WORST,
                        "worst deviation from %s GB + %s KB a token; GB %s"
                                .formatted(
                                        Row.number(fit.intercept() / 1e9),
                                        Row.number(fit.slope() / 1e3),
                                        Row.numbers(
                                                bytes.stream()
                                                        .mapToDouble(b -> b / 1e9)
                                                        .toArray()))));
    }

    private long peak(int length) {
        Path texts = bench.work().resolve("length-%d.jsonl".formatted(length));
        try (Tokenizer tokenizer = Tokenizers.load(bench.smallTokenizer())) {
            new ExactTexts(tokenizer, length).write(texts, length, 1);
        }
        List<String> overrides =
                List.of(
                        "tokenizer_path=" + bench.smallTokenizer(),
                        "datasets=[" + texts + "]",
                        "max_seq_len=" + length,
                        "max_position_embeddings=" + length);
        return new CriaSide(bench.withSteps(2, 1), "length", overrides).run().peakAnonymous();
    }
}
