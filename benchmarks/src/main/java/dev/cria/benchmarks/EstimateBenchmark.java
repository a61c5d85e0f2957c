package dev.cria.benchmarks;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.forecast.Forecast;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.MachineSpeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What is estimated from a recipe against what is measured; started by benchmarks/estimate. */
public final class EstimateBenchmark {

    private static final String BACKWARD = "backward_dtype=bf16";
    private static final String CHECKPOINTING = "activation_checkpointing=true";

    private EstimateBenchmark() {}

    /**
     * A recipe with settings of its own.
     *
     * @param settings as a command line takes them
     */
    record Case(String name, String recipe, List<String> settings) {

        static Case of(String name, String recipe, String... settings) {
            return new Case(name, recipe, List.of(settings));
        }
    }

    private static final List<Case> CASES =
            List.of(
                    Case.of("lora", "lora"),
                    Case.of("lora-again", "lora", CHECKPOINTING),
                    Case.of("lora-bf16", "lora", "base_dtype=bf16"),
                    Case.of("lora-int8", "lora", "finetuning_type=qlora", "base_dtype=int8"),
                    Case.of("lora-nf4", "lora", "finetuning_type=qlora"),
                    Case.of("full", "full"),
                    Case.of("pretrain", "pretrain"),
                    Case.of("pretrain-again", "pretrain", CHECKPOINTING),
                    Case.of(
                            "pretrain-again-2",
                            "pretrain",
                            CHECKPOINTING,
                            "checkpoint_every_layers=2"),
                    Case.of("pretrain-offload", "pretrain", "activation_offload=true"),
                    Case.of(
                            "pretrain-in-backward",
                            "pretrain",
                            "optimizer_in_backward=true",
                            "max_grad_norm=0"),
                    Case.of("lora-backward-bf16", "lora", BACKWARD),
                    Case.of("pretrain-backward-bf16", "pretrain", BACKWARD),
                    Case.of("pretrain-8bit", "pretrain", "optim=adamw_8bit"),
                    Case.of(
                            "pretrain-1x4",
                            "pretrain",
                            "per_device_train_batch_size=1",
                            "gradient_accumulation_steps=4"),
                    Case.of(
                            "pretrain-least",
                            "pretrain",
                            CHECKPOINTING,
                            "optimizer_in_backward=true",
                            "max_grad_norm=0",
                            "optim=adamw_8bit"));

    /**
     * Runs the cases named, or all, and prints a table.
     *
     * @param arguments home, work, shared, steps, the folder of an 8B model or nothing, cases...
     */
    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.OFF);
        Bench bench =
                new Bench(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        "",
                        1,
                        Integer.parseInt(arguments[3]),
                        1);
        List<String> asked = Arrays.asList(arguments).subList(5, arguments.length);
        List<Case> cases = new ArrayList<>(CASES);
        if (!arguments[4].isEmpty()) {
            cases.addAll(large(arguments[4]));
        }
        try {
            Map<Boolean, MachineSpeed> speeds = new HashMap<>();
            System.out.println(
                    "| case | settings | estimated GB | measured GB | ratio | estimated tokens/s | measured tokens/s | ratio |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            for (Case one : cases) {
                if (asked.isEmpty() || asked.contains(one.name)) {
                    boolean bf16 = one.settings.contains(BACKWARD);
                    MachineSpeed speed = speeds.computeIfAbsent(bf16, EstimateBenchmark::speed);
                    System.out.println(line(bench, one, speed));
                }
            }
        } catch (UserException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private static List<Case> large(String folder) {
        String model = "model_name_or_path=" + folder;
        String rows = "max_seq_len=512";
        return List.of(
                Case.of("8b-lora", "large", model, rows),
                Case.of("8b-qlora", "large", model, rows, "finetuning_type=qlora"));
    }

    private static MachineSpeed speed(boolean bf16) {
        try (Engine engine = Engine.on("cpu", DType.F32, bf16 ? DType.BF16 : DType.F32)) {
            return MachineSpeed.measure(engine);
        }
    }

    private static String line(Bench bench, Case one, MachineSpeed speed) {
        List<String> settings = Stream.concat(inputs(bench, one), one.settings.stream()).toList();
        Path file = bench.home().resolve("benchmarks/recipes/" + one.recipe + ".yaml");
        List<String> all = new ArrayList<>(settings);
        all.add("output_dir=" + bench.work().resolve("cria-" + one.recipe));
        Recipe recipe = RecipeReader.read(file, all);
        Forecast forecast = Forecast.of(recipe, recipe.stages().get(0));
        double estimated = forecast.memory().total() / 1e9;
        double estimatedSpeed = forecast.tokensPerStep() / forecast.time(speed).total();
        Figures figures = new CriaSide(bench, one.recipe, settings).run();
        double measured = figures.peakAnonymous() / 1e9;
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        one.name,
                        String.join(" ", one.settings),
                        Row.number(estimated),
                        Row.number(measured),
                        Row.number(estimated / measured),
                        Row.number(estimatedSpeed),
                        Row.number(figures.tokensPerSecond()),
                        Row.number(estimatedSpeed / figures.tokensPerSecond()));
    }

    private static Stream<String> inputs(Bench bench, Case one) {
        boolean pretrain = one.recipe.equals("pretrain");
        Path data = pretrain ? bench.rows() : bench.conversations();
        List<String> inputs = new ArrayList<>();
        inputs.add("datasets=[" + data + "]");
        inputs.add("max_steps=" + bench.steps());
        if (!one.recipe.equals("large")) {
            inputs.add("model_name_or_path=" + bench.model());
        }
        if (one.recipe.equals("lora") && Files.exists(bench.startAdapter())) {
            inputs.add("adapter_name_or_path=" + bench.startAdapter());
        }
        return inputs.stream();
    }
}
