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

/** A pretraining of which a step takes milliseconds, in a process of its own. */
final class TinyTraining {

    static final int SAVE_STEPS = 5;

    private static final List<String> WORDS =
            List.of("the", "cat", "sat", "on", "a", "mat", "and", "ran", "home");

    private final Path folder;

    TinyTraining(Path folder, int steps) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        TokenizerFiles.writeFolder(
                folder.resolve("tokenizer"), new BpeTrainer(512).train(Stream.of("the cat sat")));
        Random random = new Random(5);
        Files.writeString(
                folder.resolve("train.jsonl"),
                Stream.generate(() -> text(random)).limit(200).collect(Collectors.joining()));
        Files.writeString(
                folder.resolve("recipe.yaml"),
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
        return new RunFiles(run(run));
    }

    String output(String run) throws IOException {
        Path file = folder.resolve(run + ".out");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
