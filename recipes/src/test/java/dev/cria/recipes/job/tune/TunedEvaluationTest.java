package dev.cria.recipes.job.tune;

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

/** Evaluations while adapters are tuned, on conversations and on preference pairs. */
@ExtendWith(OneThread.class)
final class TunedEvaluationTest {

    private static final String RECIPE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
              - stage: sft
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: chat.jsonl, heldout: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 6, learning_rate: 1e-2, ema_decay: 0.5, per_device_train_batch_size: 1}
                eval: {eval_steps: 2, sample_prompts: [hi], sample_max_new_tokens: 4, load_best_model_at_end: true}
                checkpoint: {save_steps: 2}
              - stage: dpo
                model: {model_name_or_path: "${output_dir}/pretrain/model", adapter_name_or_path: "${output_dir}/sft/adapter"}
                data: {datasets: pairs.jsonl, heldout: pairs.jsonl, max_seq_len: 128}
                train: {max_steps: 6, learning_rate: 1e-2, per_device_train_batch_size: 1}
                eval:
                  eval_steps: 2
                  metric_for_best_model: eval_reward_accuracy
                  early_stopping_patience: 2
                  load_best_model_at_end: true
            """;

    @TempDir Path folder;

    @Test
    void conversationsAndPairsAreMeasuredOnAndResumeKeepsAllOfIt() throws IOException {
        TinyRun run = new TinyRun(folder).texts("train.jsonl", 8, List.of()).recipe(RECIPE);
        Files.writeString(
                folder.resolve("chat.jsonl"),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"the cat\"}]}\n"
                        .repeat(3));
        Files.writeString(
                folder.resolve("pairs.jsonl"),
                "{\"prompt\":\"hi\",\"chosen\":\"the cat\",\"rejected\":\"sat sat\"}\n".repeat(3));
        run.run("whole", () -> false);
        List<JsonNode> metrics = run.metrics("whole");
        for (String stage : List.of("sft", "dpo")) {
            List<JsonNode> steps =
                    metrics.stream().filter(m -> m.path("stage").asText().equals(stage)).toList();
            for (JsonNode step : steps) {
                boolean due = step.path("step").asInt() % 2 == 0;
                assertEquals(due, step.has("eval_loss"), step::toString);
                assertEquals(due && stage.equals("sft"), step.has("eval_perplexity"));
                assertEquals(due && stage.equals("dpo"), step.has("eval_reward_accuracy"));
            }
        }
        assertTrue(metrics.get(7).path("eval_loss").asDouble() > 0);
        List<String> samples = Files.readAllLines(folder.resolve("whole/samples.jsonl"));
        assertEquals(3, samples.size());
        assertTrue(samples.get(0).startsWith("{\"stage\":\"sft\",\"step\":2,\"prompt\":\"hi\""));

        // The supplier is asked before each stage and after each step.
        for (int stop : new int[] {6, 8, 12, 14}) {
            String cut = "cut-" + stop;
            AtomicInteger asked = new AtomicInteger();
            assertThrows(
                    InterruptedRun.class, () -> run.run(cut, () -> asked.incrementAndGet() > stop));
            run.run(cut, () -> false);
            assertEquals(metrics, run.metrics(cut), cut);
            for (String file : List.of("sft/adapter", "dpo/adapter")) {
                String tensors = file + "/adapter_model.safetensors";
                assertArrayEquals(
                        Files.readAllBytes(folder.resolve("whole").resolve(tensors)),
                        Files.readAllBytes(folder.resolve(cut).resolve(tensors)),
                        cut + " " + file);
            }
        }
    }
}
