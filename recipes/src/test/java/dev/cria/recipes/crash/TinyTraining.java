package dev.cria.recipes.crash;

import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A training of which a step takes milliseconds, in a process of its own. */
final class TinyTraining {

    static final int SAVE_STEPS = 5;

    /** Steps that learn from the same answers, in stages that do. */
    static final int STEPS_OF_ROUND = 4;

    private static final List<String> WORDS =
            List.of("the", "cat", "sat", "on", "a", "mat", "and", "ran", "home");

    private final Path folder;

    private final String stage;

    /** A pretraining. */
    TinyTraining(Path folder, int steps) throws IOException {
        this(folder, "pretrain");
        TokenizerFiles.writeFolder(
                folder.resolve("tokenizer"), new BpeTrainer(512).train(Stream.of("the cat sat")));
        Random random = new Random(5);
        Files.writeString(
                folder.resolve("train.jsonl"),
                Stream.generate(() -> text(random)).limit(200).collect(Collectors.joining()));
        Files.writeString(
                recipe(),
                """
                stage: pretrain
                threads: 1
                model:
                  tokenizer_path: tokenizer
                  hidden_size: 32
                  intermediate_size: 64
                  num_hidden_layers: 2
                  num_attention_heads: 4
                  num_key_value_heads: 2
                  max_position_embeddings: 64
                data: {datasets: train.jsonl, max_seq_len: 64}
                train: {max_steps: %d, per_device_train_batch_size: 2, learning_rate: 5e-3}
                checkpoint: {save_steps: %d, save_total_limit: 2}
                """
                        .formatted(steps, SAVE_STEPS));
    }

    private TinyTraining(Path folder, String stage) throws IOException {
        this.folder = folder;
        this.stage = stage;
        Files.createDirectories(folder);
    }

    /**
     * A stage that learns from answers of its own, four steps from those of a round, so that most
     * checkpoints lie within one.
     *
     * @param stage grpo or ppo
     */
    static TinyTraining ofAnswers(Path folder, String stage, int steps)
            throws IOException, InterruptedException {
        TinyTraining base = new TinyTraining(folder.resolve("base"), 20);
        Path model = base.finish("clean").folder().resolve("pretrain/model");
        TinyTraining training = new TinyTraining(folder.resolve(stage), stage);
        Files.writeString(
                training.folder.resolve("prompts.jsonl"),
                WORDS.stream()
                        .map("{\"prompt\":\"%s\"}%n"::formatted)
                        .collect(Collectors.joining()));
        String rounds =
                stage.equals("ppo")
                        ? "num_ppo_epochs: 2, num_mini_batches: 2"
                        : "num_iterations: 2, steps_per_generation: 2";
        Files.writeString(
                training.recipe(),
                """
                stage: %s
                threads: 1
                finetuning_type: full
                model: {model_name_or_path: %s}
                %s: {num_generations: 4, max_new_tokens: 8, kl_coef: 0.02, %s}
                reward: {rewards: [format], reward_pattern: [".*t.*"]}
                data: {datasets: prompts.jsonl, max_seq_len: 48}
                train: {max_steps: %d, per_device_train_batch_size: 2, learning_rate: 5e-3}
                checkpoint: {save_steps: %d, save_total_limit: 2}
                """
                        .formatted(stage, model, stage, rounds, steps, SAVE_STEPS));
        return training;
    }

    private static String text(Random random) {
        return random.ints(12, 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining(" ", "{\"text\":\"", "\"}\n"));
    }

    /** The folder of one of its runs. */
    Path run(String name) {
        return folder.resolve(name);
    }

    Path recipe() {
        return folder.resolve("recipe.yaml");
    }

    /** Starts {@code cria run}; its output goes to a file beside the run. */
    RunProcess start(String run, Map<String, String> environment, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", recipe().toString()));
        arguments.addAll(Arrays.asList(more));
        arguments.add("output_dir=" + run(run));
        return RunProcess.start(
                "dev.cria.recipes.cli.Main", arguments, environment, folder.resolve(run + ".out"));
    }

    /** Runs to the end without a disturbance. */
    RunFiles finish(String run, String... more) throws IOException, InterruptedException {
        RunProcess process = start(run, Map.of(), more);
        int code = process.await();
        if (code != 0) {
            throw new AssertionError("exit code %d of %s:%n%s".formatted(code, run, output(run)));
        }
        return files(run);
    }

    RunFiles files(String run) {
        return new RunFiles(run(run), stage);
    }

    String output(String run) throws IOException {
        Path file = folder.resolve(run + ".out");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
