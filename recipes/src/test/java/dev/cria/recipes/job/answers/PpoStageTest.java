package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage ppo, from keys to weights. */
@ExtendWith(OneThread.class)
final class PpoStageTest {

    private static final String BASE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 30, learning_rate: 1e-2}
            """;

    private static final String REWARDED =
            """
              - stage: rm
                finetuning_type: lora
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: ranked.jsonl, max_seq_len: 64}
                train: {max_steps: 8, learning_rate: 1e-2, per_device_train_batch_size: 2}
            """;

    private static String stage(String tuning, String keys, String reward) {
        return """
              - stage: ppo
                finetuning_type: %s
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                ppo: {num_generations: 8, max_new_tokens: 8, kl_coef: 0.01, num_ppo_epochs: 2, num_mini_batches: 2%s}
                reward: {%s}
                data: {datasets: prompts.jsonl, heldout: prompts.jsonl, max_seq_len: 64}
                train: {max_steps: 40, learning_rate: 5e-3, lr_scheduler_type: constant, per_device_train_batch_size: 2, gradient_accumulation_steps: 1}
                checkpoint: {save_steps: 7}
            """
                .formatted(tuning, keys, reward);
    }

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of());
        AnswerRounds.prompts(folder);
        Files.writeString(
                folder.resolve("ranked.jsonl"),
                """
                {"prompt":"the","chosen":"cat cat","rejected":"sat sat sat sat"}
                {"prompt":"cat","chosen":"cat","rejected":"sat the sat the"}
                """);
    }

    @Test
    void theRewardRisesAndAStopWithinARoundChangesNothing() throws IOException {
        run.recipe(
                BASE
                        + stage(
                                "full",
                                ", missing_eos_penalty: 0.1",
                                "rewards: [format], reward_pattern: [\".*h.*\"]"));
        run.run("whole", () -> false);
        AnswerRounds rounds = new AnswerRounds(folder, "ppo", "model/model.safetensors");
        List<JsonNode> steps = rounds.steps(run, "whole");
        double first = AnswerRounds.mean(steps.subList(0, 8), "reward");
        double last = AnswerRounds.mean(steps.subList(32, 40), "reward");
        assertTrue(last > first + 0.2, "mean rewards from " + first + " to " + last);
        assertTrue(AnswerRounds.mean(steps, "value_loss") > 0);
        assertTrue(AnswerRounds.mean(steps, "clipped") > 0, "no ratio was ever cut");
        assertTrue(AnswerRounds.mean(steps.subList(32, 40), "kl") > 0);
        rounds.assertSameAfterAStop(run, 44, 4);
    }

    @Test
    void anAdapterLearnsFromARewardModelOverTheSameBase() throws IOException {
        run.recipe(
                BASE
                        + REWARDED
                        + stage(
                                "lora",
                                ", detach_value_head: true, whiten_rewards: true",
                                "reward_model: \"${output_dir}/rm/adapter\", rewards: [language], reward_weights: [0]"));
        run.run("whole", () -> false);
        AnswerRounds rounds = new AnswerRounds(folder, "ppo", "adapter/adapter_model.safetensors");
        List<JsonNode> steps = rounds.steps(run, "whole");
        double first = AnswerRounds.mean(steps.subList(0, 8), "reward");
        double last = AnswerRounds.mean(steps.subList(32, 40), "reward");
        assertTrue(last > first, "mean scores from " + first + " to " + last);
        assertEquals(40, steps.size());
        rounds.assertSameAfterAStop(run, 55, 4);
    }
}
