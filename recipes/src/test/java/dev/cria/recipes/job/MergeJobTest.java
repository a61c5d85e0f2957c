package dev.cria.recipes.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.export.MergeOutput;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stage merge, from recipes to files. */
final class MergeJobTest {

    private static final String TRAIN =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 64}
                train: {max_steps: 6, learning_rate: 1e-2}
                checkpoint: {save_steps: 2, save_total_limit: 3}
              - stage: sft
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                lora: {lora_rank: 2}
                data: {datasets: chat.jsonl, max_seq_len: 64}
                train: {max_steps: 4, learning_rate: 1e-2, gradient_accumulation_steps: 1}
                checkpoint: {save_steps: 1, save_total_limit: 4}
            """;

    private static final String MERGE =
            """
              - stage: merge
                name: weights
                merge: {checkpoints: "${output_dir}/checkpoints/pretrain", last_checkpoints: 2}
              - stage: merge
                name: adapters
                merge: {checkpoints: "${output_dir}/checkpoints/sft"}
              - stage: merge
                name: into
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: "${output_dir}/adapters/adapter"
              - stage: export
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: "${output_dir}/adapters/adapter"
                export: {formats: [merged]}
              - stage: merge
                name: ties
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: ["${output_dir}/adapters/adapter", "${output_dir}/sft/adapter"]
                merge: {merge_method: ties, merge_weights: [1, 0.5], density: 0.7, lambda: 0.9, dtype: bf16}
              - stage: merge
                name: both
                merge: {models: ["${output_dir}/weights/model", "${output_dir}/into/model"]}
              - stage: generate
                model: {model_name_or_path: "${output_dir}/both/model"}
                generate: {prompts: [hi], max_new_tokens: 4}
            """;

    @TempDir static Path folder;
    private static TinyRun run;
    private static Map<Stage, JobResult> results;

    @BeforeAll
    static void trainOnce() throws IOException {
        LogManager.getLogManager().reset();
        Files.writeString(
                folder.resolve("chat.jsonl"),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"the cat sat\"}]}\n"
                        .repeat(8));
        run = new TinyRun(folder).texts("train.jsonl", 60, List.of());
        results = run.recipe(TRAIN + MERGE).run("run", () -> false).results();
    }

    @Test
    void theMeanOfCheckpointsIsTheOneThatTrainingEndsWithWhereItIsAskedTo() throws IOException {
        run.recipe(TRAIN)
                .run(
                        "averaged",
                        () -> false,
                        "pretrain.average_last_checkpoints=2",
                        "sft.max_steps=1");
        assertSame(path("averaged/pretrain/model"), path("run/weights/model"), 0);
        assertTrue(fact("weights", "verified").startsWith("mean of steps [6, 4]; largest diff"));
    }

    @Test
    void theMeanOfAdaptersIsThatOfTheirFactors() {
        Map<String, float[]> expected = new TreeMap<>();
        for (int step = 2; step <= 4; step++) {
            Path file = path("run/checkpoints/sft/step-00000000" + step);
            tensors(file.resolve("parameters.safetensors"))
                    .forEach(
                            (name, values) -> {
                                float[] sum =
                                        expected.computeIfAbsent(
                                                name, n -> new float[values.length]);
                                for (int i = 0; i < sum.length; i++) {
                                    sum[i] += values[i] / 3;
                                }
                            });
        }
        Map<String, float[]> written =
                tensors(path("run/adapters/adapter/adapter_model.safetensors"));
        assertEquals(expected.size(), written.size());
        List<float[]> means = List.copyOf(expected.values());
        List<float[]> found = List.copyOf(written.values());
        for (int i = 0; i < means.size(); i++) {
            assertArrayEquals(means.get(i), found.get(i), 1e-6f);
        }
        assertTrue(
                fact("adapters", "verified").startsWith("mean of steps [4, 3, 2]; largest diff"));
    }

    @Test
    void anAdapterIsMergedIntoItsBaseAsAnExportMergesIt() {
        assertSame(path("run/export/merged"), path("run/into/model"), 1e-6f);
    }

    @Test
    void everyMergeIsLoadedAgainAndOfTheTypeThatWasAskedFor() {
        assertTrue(fact("into", "verified").startsWith("largest difference of a logit 0.0 ("));
        assertTrue(fact("both", "verified").startsWith("largest difference of a logit 0.0 ("));
        assertTrue(fact("ties", "verified").contains("perplexity"));
        try (SafetensorsFile ties = SafetensorsFile.open(weights(path("run/ties/model")))) {
            ties.tensors().values().forEach(info -> assertEquals(DType.BF16, info.dtype()));
        }
    }

    @Test
    void whatCannotBeAveragedIsRefusedAndNothingWritten() {
        Path target = folder.resolve("refused");
        MergeOutput output = new MergeOutput(DType.F32, 1_000_000, true, null);
        assertRefused(
                "several stages have checkpoints; name one of",
                () -> CheckpointMean.in(path("run")));
        assertRefused("is neither the folder of a run", () -> CheckpointMean.in(folder));
        assertRefused(
                "holds no checkpoints", () -> CheckpointMean.in(path("run/checkpoints/into")));
        CheckpointMean weights = CheckpointMean.in(path("run/checkpoints/pretrain"));
        assertRefused(
                "has 3 checkpoints that were due by their step [6, 4, 2]; expected 9",
                () -> weights.writeLocked(9, target, output));
        CheckpointMean adapters = CheckpointMean.in(path("run/checkpoints/sft"));
        assertRefused(
                "an adapter is written in fp32",
                () ->
                        adapters.writeLocked(
                                2, target, new MergeOutput(DType.BF16, 1_000_000, true, null)));
        assertTrue(Files.notExists(target));
    }

    private static void assertRefused(String expected, Runnable merge) {
        UserException refused = assertThrows(UserException.class, merge::run);
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    private static String fact(String stage, String name) {
        for (Map.Entry<Stage, JobResult> ended : results.entrySet()) {
            if (ended.getKey().name().equals(stage)) {
                return ended.getValue().facts().get(name);
            }
        }
        throw new AssertionError("no stage " + stage);
    }

    private static Path path(String name) {
        return folder.resolve(name);
    }

    private static Path weights(Path model) {
        return model.resolve("model.safetensors");
    }

    private static void assertSame(Path one, Path other, float tolerance) {
        Map<String, float[]> mine = tensors(weights(one));
        Map<String, float[]> theirs = tensors(weights(other));
        assertEquals(mine.keySet(), theirs.keySet());
        mine.forEach(
                (name, values) -> assertArrayEquals(values, theirs.get(name), tolerance, name));
    }

    private static Map<String, float[]> tensors(Path file) {
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            return source.tensors().keySet().stream()
                    .collect(
                            Collectors.toMap(
                                    name -> name,
                                    name -> floats(source.bytes(name).asFloatBuffer()),
                                    (a, b) -> a,
                                    TreeMap::new));
        }
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
