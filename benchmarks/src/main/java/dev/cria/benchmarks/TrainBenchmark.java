package dev.cria.benchmarks;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Training against TRL and transformers; started by benchmarks/train and benchmarks/posttrain. */
public final class TrainBenchmark {

    private static final List<String> PARTS =
            List.of("lora", "full", "pretrain", "roofline", "documents", "lengths");

    /** What is run only where it is named. */
    private static final List<String> OTHERS = List.of("dpo");

    private static final int LONGEST = 32_768;
    private static final int LONGEST_QUICK = 8_192;

    private TrainBenchmark() {}

    /**
     * Runs the parts named, or all, and prints the table.
     *
     * @param arguments home, work, shared, python, runs, steps, warm-up steps, parts...
     */
    public static void main(String[] arguments) {
        // Libraries tell of their start.
        Logger.getLogger("").setLevel(Level.OFF);
        Bench bench =
                new Bench(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        arguments[3],
                        Integer.parseInt(arguments[4]),
                        Integer.parseInt(arguments[5]),
                        Integer.parseInt(arguments[6]));
        List<String> parts = Arrays.asList(arguments).subList(7, arguments.length);
        List<Row> rows = new ArrayList<>();
        try {
            for (String part : parts.isEmpty() ? PARTS : parts) {
                rows.addAll(rows(bench, part));
            }
        } catch (UserException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        System.out.print(Row.table(rows));
    }

    private static List<Row> rows(Bench bench, String part) {
        return switch (part) {
            case "lora" -> rows(lora(bench));
            case "full" -> rows(full(bench));
            case "dpo" -> new PreferenceBenchmark(bench).rows();
            case "pretrain" -> rows(pretrain(bench));
            case "roofline" -> new Roofline(bench).rows();
            case "documents" -> new Documents(bench).rows();
            case "lengths" ->
                    new Lengths(bench, bench.runs() == 1 ? LONGEST_QUICK : LONGEST).rows();
            default ->
                    throw new UserException(
                            "no part '%s'; there are %s and %s".formatted(part, PARTS, OTHERS));
        };
    }

    private static List<Comparison> lora(Bench bench) {
        Map<String, Supplier<Figures>> cria =
                ways(
                        bench,
                        "lora",
                        List.of(
                                "model_name_or_path=" + bench.model(),
                                "adapter_name_or_path=" + bench.startAdapter(),
                                "datasets=[" + bench.conversations() + "]",
                                "max_steps=" + bench.steps()));
        return Comparison.run(
                "LoRA r 16",
                new Comparison.Targets(2.5, 0.5, 0.25),
                bench.runs(),
                cria,
                new PeerSide(bench, "lora", trl(bench, "sft", bench.conversations(), 16))::run);
    }

    private static List<Comparison> full(Bench bench) {
        Map<String, Supplier<Figures>> cria =
                ways(
                        bench,
                        "full",
                        List.of(
                                "model_name_or_path=" + bench.model(),
                                "datasets=[" + bench.conversations() + "]",
                                "max_steps=" + bench.steps()));
        return Comparison.run(
                "full SFT",
                new Comparison.Targets(1.8, 0.7, Double.NaN),
                bench.runs(),
                cria,
                new PeerSide(bench, "full", trl(bench, "sft", bench.conversations(), 0))::run);
    }

    private static List<Comparison> pretrain(Bench bench) {
        Map<String, Supplier<Figures>> cria =
                ways(
                        bench,
                        "pretrain",
                        List.of(
                                "model_name_or_path=" + bench.model(),
                                "datasets=[" + bench.rows() + "]",
                                "max_steps=" + bench.steps()));
        String script = bench.home().resolve("benchmarks/peers/pretrain.py").toString();
        return Comparison.run(
                "pretraining, 512-token rows",
                new Comparison.Targets(1.25, Double.NaN, Double.NaN),
                bench.runs(),
                cria,
                new PeerSide(
                                bench,
                                "pretrain",
                                List.of(
                                        script,
                                        "--model",
                                        bench.model().toString(),
                                        "--rows",
                                        bench.rows().toString()))
                        ::run);
    }

    private static List<Row> rows(List<Comparison> comparisons) {
        return comparisons.stream().flatMap(comparison -> comparison.rows().stream()).toList();
    }

    /** In fp32 and, where the processor multiplies bf16, with such products going backwards. */
    static Map<String, Supplier<Figures>> ways(Bench bench, String recipe, List<String> overrides) {
        Map<String, Supplier<Figures>> ways = new LinkedHashMap<>();
        ways.put("", new CriaSide(bench, recipe, overrides)::run);
        if (Processor.multipliesBf16()) {
            List<String> more = new ArrayList<>(overrides);
            more.add("backward_dtype=bf16");
            ways.put(", backward_dtype bf16", new CriaSide(bench, recipe, more)::run);
        }
        return ways;
    }

    static List<String> trl(Bench bench, String stage, Path data, int rank) {
        return List.of(
                bench.home().resolve("benchmarks/peers/sft.py").toString(),
                bench.shared().resolve("peers/trl_train.py").toString(),
                bench.startAdapter().toString(),
                stage,
                "--model",
                bench.model().toString(),
                "--data",
                data.toString(),
                "--lora",
                "" + rank);
    }
}
