package dev.cria.recipes.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A round of post-training of which a step takes milliseconds, in a process of its own. */
final class TinyRounds {

    /** Stages that are killed, in the order in which they are run. */
    static final List<String> STAGES = List.of("rm-1", "picked-1", "sft-1", "dpo-1", "mean-1");

    private static final String RECIPE =
            """
            threads: 1
            stages:
              - stage: pretrain
                model:
                  tokenizer_path: tokenizer
                  hidden_size: 32
                  intermediate_size: 64
                  num_hidden_layers: 2
                  num_attention_heads: 4
                  num_key_value_heads: 2
                  max_position_embeddings: 512
                data: {datasets: texts.jsonl, max_seq_len: 256}
                train: {max_steps: 2, learning_rate: 5e-3}
              - rounds: 1
                start: "${output_dir}/pretrain/model"
                result: "${output_dir}/mean-${round}/model"
                stages:
                  - stage: rm
                    finetuning_type: full
                    model: {model_name_or_path: "${start}"}
                    data: {datasets: pairs.jsonl, heldout: pairs.jsonl, max_seq_len: 256}
                    train: {max_steps: 16, learning_rate: 1e-3, per_device_train_batch_size: 4}
                    checkpoint: {save_steps: 4}
                  - stage: rejection_sampling
                    name: picked
                    model: {model_name_or_path: "${start}"}
                    sampling: {num_generations: 64, max_new_tokens: 4, temperature: 2.0}
                    reward: {reward_model: "${output_dir}/rm-${round}/model"}
                    select: {keep: best_worst_pair, finished: false, same_language: false}
                    data: {datasets: prompts.jsonl, max_seq_len: 256}
                  - stage: sft
                    finetuning_type: full
                    model: {model_name_or_path: "${start}"}
                    data: {datasets: ["${output_dir}/picked-${round}/sft.jsonl"], max_seq_len: 256}
                    train: {max_steps: 16, learning_rate: 1e-3}
                    checkpoint: {save_steps: 4}
                  - stage: dpo
                    finetuning_type: full
                    model: {model_name_or_path: "${output_dir}/sft-${round}/model"}
                    data: {datasets: [pairs.jsonl, "${output_dir}/picked-${round}/preferences.jsonl"], max_seq_len: 256}
                    train: {max_steps: 16, learning_rate: 1e-4, per_device_train_batch_size: 2}
                    checkpoint: {save_steps: 4, save_total_limit: 3}
                  - stage: merge
                    name: mean
                    merge: {checkpoints: "${output_dir}/checkpoints/dpo-${round}", last_checkpoints: 3}
            """;

    private final Path folder;

    TinyRounds(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        TokenizerFiles.writeFolder(
                folder.resolve("tokenizer"), new BpeTrainer(512).train(Stream.of("the cat sat")));
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
        rows("texts.jsonl", 20, "{\"text\":\"the cat sat on mat %d\"}\n");
        rows("prompts.jsonl", 6, "{\"prompt\":\"hi %d\"}\n");
        rows(
                "pairs.jsonl",
                200,
                "{\"prompt\":\"say %d\",\"chosen\":\"the cat sat\",\"rejected\":\"sat cat the\"}\n");
    }

    private void rows(String name, int count, String row) throws IOException {
        Files.writeString(
                folder.resolve(name),
                IntStream.range(0, count).mapToObj(row::formatted).collect(Collectors.joining()));
    }

    RunProcess start(String run) throws IOException {
        return RunProcess.start(
                "dev.cria.recipes.cli.Main",
                List.of(
                        "run",
                        folder.resolve("recipe.yaml").toString(),
                        "output_dir=" + folder.resolve(run)),
                Map.of(),
                folder.resolve(run + ".out"));
    }

    /** Runs to the end without a disturbance. */
    void finish(String run) throws IOException, InterruptedException {
        int code = start(run).await();
        if (code != 0) {
            throw new AssertionError(
                    "exit code %d of %s:%n%s"
                            .formatted(code, run, Files.readString(folder.resolve(run + ".out"))));
        }
    }

    /** What has happened to a run so far. */
    List<JsonNode> events(String run) {
        return new AttemptLog(folder.resolve(run)).read();
    }

    /** Rows say which file they are from. */
    private static String rows(Path run, Path file) throws IOException {
        return Files.readString(file).replace(run.toString(), "RUN");
    }

    /** Hashes of all that its stages have written, and the bits of each step's loss and norm. */
    Map<String, String> identity(String run) throws IOException {
        Path own = folder.resolve(run);
        Map<String, String> identity = new TreeMap<>();
        for (String stage : STAGES) {
            try (Stream<Path> files = Files.walk(own.resolve(stage))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    boolean rows = file.toString().endsWith(".jsonl");
                    identity.put(
                            own.relativize(file).toString(),
                            rows ? rows(own, file) : Sha256.of(file));
                }
            }
        }
        List<String> steps = new ArrayList<>();
        for (JsonNode step : new MetricsLog(own.resolve("metrics.jsonl")).read()) {
            steps.add(
                    "%s %s %x %x"
                            .formatted(
                                    step.path("stage").asText(),
                                    step.path("step"),
                                    Double.doubleToLongBits(step.path("loss").asDouble()),
                                    Double.doubleToLongBits(step.path("grad_norm").asDouble())));
        }
        identity.put("steps", String.join("\n", steps));
        return identity;
    }
}
