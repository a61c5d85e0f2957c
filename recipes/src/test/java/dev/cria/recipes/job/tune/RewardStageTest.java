package dev.cria.recipes.job.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.RankedExample;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.JobResult;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.pass.Forward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage rm, from keys to a model that scores. */
@ExtendWith(OneThread.class)
final class RewardStageTest {

    private static final String BASE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
            """;

    private static final Batch ANSWERS =
            BatchBuilder.ofRankings(
                    List.of(
                            new RankedExample(
                                    new int[] {1, 2, 3},
                                    List.of(new int[] {4}, new int[] {5, 6}, new int[] {7, 8, 9}),
                                    "made up:1")));

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of());
        Files.writeString(
                folder.resolve("ranked.jsonl"),
                """
                {"prompt":"hi","edited":"the cat sat","chosen":"the cat","rejected":"sat sat"}
                {"prompt":"ho","chosen":"the cat sat","rejected":"sat"}
                """);
    }

    private static String stage(String name, String tuning) {
        return """
              - stage: rm
                name: %s
                finetuning_type: %s
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: ranked.jsonl, heldout: ranked.jsonl, max_seq_len: 64}
                train: {max_steps: 8, learning_rate: 1e-2, per_device_train_batch_size: 2}
                eval: {eval_steps: 4}
                checkpoint: {save_steps: 2}
            """
                .formatted(name, tuning);
    }

    @Test
    void everyWayOfTuningLearnsTheRanking() throws IOException {
        List<String> ways = List.of("full", "freeze", "lora");
        StringBuilder recipe = new StringBuilder(BASE);
        ways.forEach(way -> recipe.append(stage(way, way)));
        run.recipe(recipe.toString()).run("all", () -> false);
        for (String way : ways) {
            List<JsonNode> steps = steps("all", way);
            assertTrue(
                    steps.get(7).path("eval_reward_margin").asDouble()
                            > steps.get(3).path("eval_reward_margin").asDouble(),
                    way);
            JobResult result =
                    run.results().entrySet().stream()
                            .filter(entry -> entry.getKey().name().equals(way))
                            .findFirst()
                            .orElseThrow()
                            .getValue();
            assertEquals("1.0000 of 4 pairs", result.facts().get("held-out reward accuracy"), way);
            assertTrue(result.facts().containsKey("held-out calibration error"), way);
        }
    }

    @Test
    void aResumedStageIsTheSameToTheByte() throws IOException {
        run.recipe(BASE + stage("rm", "full"));
        run.run("whole", () -> false);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(InterruptedRun.class, () -> run.run("cut", () -> asked.incrementAndGet() > 7));
        run.run("cut", () -> false);
        assertEquals(run.metrics("whole"), run.metrics("cut"));
        assertArrayEquals(weights("whole"), weights("cut"));
    }

    @Test
    void aMergedAdapterScoresAsTheAdapterDoes() throws IOException {
        run.recipe(
                BASE
                        + stage("rm", "lora")
                        + """
                          - stage: export
                            model: {model_name_or_path: "${output_dir}/pretrain/model", adapter_name_or_path: "${output_dir}/rm/adapter"}
                            export: {formats: [merged, peft]}
                        """);
        run.run("merged", () -> false);
        Path made = folder.resolve("merged");
        Path base = made.resolve("pretrain/model");
        String card = Files.readString(made.resolve("export/merged/README.md"));
        assertTrue(card.contains("AutoModelForSequenceClassification"), card);
        try (Engine engine = Engine.cpu();
                OpenPolicy adapted =
                        OpenPolicy.openAny(
                                engine,
                                base,
                                Adapters.inTurn(List.of(made.resolve("rm/adapter"))));
                OpenPolicy merged =
                        OpenPolicy.openAny(engine, made.resolve("export/merged"), Adapters.NONE)) {
            assertArrayEquals(
                    Forward.outputs(adapted.policy(), ANSWERS),
                    Forward.outputs(merged.policy(), ANSWERS),
                    1e-5f);
        }
    }

    @Test
    void aRewardModelIsRefusedWhereTextsAreWanted() throws IOException {
        run.recipe(
                BASE
                        + stage("rm", "full")
                        + """
                          - stage: generate
                            model: {model_name_or_path: "${output_dir}/rm/model"}
                            generate: {prompts: [hi]}
                        """);
        UserException error =
                assertThrows(UserException.class, () -> run.run("wrong", () -> false));
        assertTrue(error.getMessage().contains("is a reward model"), error.getMessage());
    }

    private List<JsonNode> steps(String output, String stage) {
        return run.metrics(output).stream()
                .filter(step -> step.path("stage").asText().equals(stage))
                .toList();
    }

    private byte[] weights(String output) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve("rm/model/model.safetensors"));
    }
}
