package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage grpo, from keys to weights. */
@ExtendWith(OneThread.class)
final class GrpoStageTest {

    private static final String RECIPE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 30, learning_rate: 1e-2}
              - stage: grpo
                finetuning_type: full
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                grpo: {num_generations: 16, max_new_tokens: 8, kl_coef: 0.01}
                reward: {rewards: [format, language], reward_weights: [1.0, 0.0], reward_pattern: [".*h.*"]}
                data: {datasets: prompts.jsonl, heldout: prompts.jsonl, max_seq_len: 64}
                train: {max_steps: 24, learning_rate: 1e-2, lr_scheduler_type: constant, per_device_train_batch_size: 2, gradient_accumulation_steps: 1}
                checkpoint: {save_steps: 4}
            """;

    @TempDir Path folder;

    @Test
    void theRewardRisesAndAResumedStageIsTheSame() throws IOException {
        TinyRun run = new TinyRun(folder).texts("train.jsonl", 8, List.of()).recipe(RECIPE);
        AnswerRounds.prompts(folder);
        run.run("whole", () -> false);
        List<JsonNode> steps =
                run.metrics("whole").stream()
                        .filter(step -> step.path("stage").asText().equals("grpo"))
                        .toList();
        double first = mean(steps.subList(0, 4));
        double last = mean(steps.subList(20, 24));
        assertTrue(last > first + 0.2, "mean rewards from " + first + " to " + last);
        assertTrue(steps.get(23).path("kl").asDouble() > 0);
        List<String> lines = Files.readAllLines(folder.resolve("whole/grpo/rollouts.jsonl"));
        assertEquals(24 * 2 * 16, lines.size());

        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                InterruptedRun.class, () -> run.run("cut", () -> asked.incrementAndGet() > 46));
        run.run("cut", () -> false);
        assertEquals(run.metrics("whole"), run.metrics("cut"));
        assertArrayEquals(model("whole"), model("cut"));
    }

    @Test
    void severalStepsOverTheSameAnswersAreTheSameAfterAStopBetweenThem() throws IOException {
        TinyRun run =
                new TinyRun(folder)
                        .texts("train.jsonl", 8, List.of())
                        .recipe(
                                RECIPE.replace(
                                        "grpo: {",
                                        "grpo: {num_iterations: 2, steps_per_generation: 2, "));
        AnswerRounds.prompts(folder);
        run.run("whole", () -> false);
        AnswerRounds rounds = new AnswerRounds(folder, "grpo", "model/model.safetensors");
        List<JsonNode> steps = rounds.steps(run, "whole");
        assertEquals(24, steps.size());
        assertEquals(0, steps.get(0).path("clipped").asDouble());
        assertTrue(AnswerRounds.mean(steps, "clipped") > 0, "no ratio was ever cut");
        for (int i = 0; i < steps.size(); i++) {
            double reward = steps.get(i).path("reward").asDouble();
            assertEquals(steps.get(i - i % 4).path("reward").asDouble(), reward, 1e-12);
        }
        assertEquals(
                6 * 4 * 16, Files.readAllLines(folder.resolve("whole/grpo/rollouts.jsonl")).size());
        rounds.assertSameAfterAStop(run, 45, 4);
    }

    private static double mean(List<JsonNode> steps) {
        return steps.stream()
                .mapToDouble(step -> step.path("reward").asDouble())
                .average()
                .orElseThrow();
    }

    private byte[] model(String output) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve("grpo/model/model.safetensors"));
    }
}
