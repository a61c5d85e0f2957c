package dev.cria.benchmarks;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DPO with LoRA against TRL. Both sides see the same pairs in the same order, so both are counted
 * by TRL's tokens: prompt and answer of both answers of a pair, though Cria runs the prompt of a
 * pair once.
 *
 * <p>Cria's reference speaks before the first step, TRL's within each: what counts is the figure
 * with the reference.
 */
record PreferenceBenchmark(Bench bench) {

    private static final int BATCH = 4;
    private static final double SPEED = 4;
    private static final double MEMORY = 0.35;

    List<Row> rows() {
        Path pairs = pairsOfAllSteps();
        List<Comparison> comparisons =
                Comparison.run(
                        "DPO, LoRA r 16",
                        new Comparison.Targets(SPEED, MEMORY, Double.NaN),
                        bench.runs(),
                        TrainBenchmark.ways(
                                bench,
                                "dpo",
                                List.of(
                                        "model_name_or_path=" + bench.model(),
                                        "adapter_name_or_path=" + bench.startAdapter(),
                                        "datasets=[" + pairs + "]",
                                        "max_steps=" + bench.steps())),
                        new PeerSide(bench, "dpo", TrainBenchmark.trl(bench, "dpo", pairs, 16))
                                ::run);
        List<Row> rows = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            Comparison counted = comparison.byTokensOfPeer();
            rows.addAll(counted.rows());
            rows.add(counted.withReference());
        }
        return rows;
    }

    /** The first pairs, as many as the steps take: the reference speaks about no others. */
    private Path pairsOfAllSteps() {
        Path file = bench.work().resolve("pairs.jsonl");
        try {
            List<String> all = Files.readAllLines(bench.pairs());
            if (all.size() < bench.steps() * BATCH) {
                throw new UserException(
                        "%s: %d pairs, %d steps of %d need more"
                                .formatted(bench.pairs(), all.size(), bench.steps(), BATCH));
            }
            return Files.write(file, all.subList(0, bench.steps() * BATCH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
