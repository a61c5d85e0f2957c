package dev.cria.recipes.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.MetricsLog;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.RunView;
import dev.cria.recipes.run.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a small pretraining, with a text in each row of its file. */
public final class TinyRun implements RunView {

    /** The beginning of a recipe that pretrains a model of one layer; data and training follow. */
    public static final String SMALL_PRETRAIN =
            """
            stages:
              - stage: pretrain
                model:
                  tokenizer_path: tokenizer
                  hidden_size: 32
                  intermediate_size: 64
                  num_hidden_layers: 1
                  num_attention_heads: 4
                  num_key_value_heads: 2
                  max_position_embeddings: 256
            """;

    private static final String PRETRAIN =
            """
            stage: pretrain
            model:
              tokenizer_path: tokenizer
              hidden_size: 64
              intermediate_size: 128
              num_hidden_layers: 1
              num_attention_heads: 4
              num_key_value_heads: 2
              max_position_embeddings: 256
            data: {datasets: train.jsonl, heldout: heldout.jsonl, max_seq_len: 128, packing: false, shuffle: false}
            train: {per_device_train_batch_size: 1, learning_rate: 5e-3, lr_scheduler_type: constant}

            """;

    private final Path folder;
    private String text = PRETRAIN;
    private Map<Stage, JobResult> results = Map.of();
    private Recipe read;
    private final List<String> said = new ArrayList<>();

    public TinyRun(Path folder) {
        this.folder = folder;
        TokenizerFiles.writeFolder(
                folder.resolve("tokenizer"), new BpeTrainer(512).train(Stream.of("the cat sat")));
    }

    /** Rows of plain sentences, but those at {@code poisoned} (from 1) of random characters. */
    public TinyRun texts(String name, int rows, List<Integer> poisoned) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int word = 0; word < 10; word++) {
                line.append(
                        poisoned.contains(row)
                                ? random.ints(3, 'A', 'Z')
                                        .mapToObj(Character::toString)
                                        .collect(Collectors.joining())
                                : List.of("the", "cat", "sat").get(random.nextInt(3)));
                line.append(' ');
            }
            text.append("{\"text\":\"").append(line.toString().strip()).append("\"}\n");
        }
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    /** Runs another recipe from now on. */
    public TinyRun recipe(String yaml) {
        text = yaml;
        return this;
    }

    /** Runs the recipe into a folder of its own; more keys are overrides. */
    public TinyRun run(String output, BooleanSupplier stop, String... overrides)
            throws IOException {
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(recipe, text);
        List<String> given = new ArrayList<>(List.of(overrides));
        given.add("output_dir=" + folder.resolve(output));
        read = RecipeReader.read(recipe, given);
        new Runner(Jobs.all(), this, stop).run(read);
        return this;
    }

    /** What the stage said at its end. */
    public Map<String, String> facts() {
        return results.values().iterator().next().facts();
    }

    public Map<Stage, JobResult> results() {
        return results;
    }

    /** The lines that stages have said so far. */
    public List<String> said() {
        return said;
    }

    /** The recipe that was run last. */
    public Recipe recipe() {
        return read;
    }

    /** The metrics of a run without times. */
    public List<JsonNode> metrics(String output) {
        List<JsonNode> steps =
                new MetricsLog(folder.resolve(output).resolve("metrics.jsonl")).read();
        steps.forEach(
                step ->
                        ((ObjectNode) step)
                                .remove(
                                        List.of(
                                                "time",
                                                "seconds",
                                                "tokens_per_s",
                                                "goodput",
                                                "memory_mib")));
        return steps;
    }

    @Override
    public ProgressSink begin(Stage stage) {
        return new ProgressSink() {
            @Override
            public void at(long done, long total, String note) {}

            @Override
            public void say(String line) {
                said.add(line);
            }
        };
    }

    @Override
    public void end(Stage stage, double seconds, boolean ended) {}

    @Override
    public void skipped(Stage stage) {}

    @Override
    public void done(RunFolder run, Map<Stage, JobResult> ended, boolean anythingRun) {
        results = ended;
    }
}
