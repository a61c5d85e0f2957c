package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage rejection_sampling, from a model and a reward model to data that later stages train on. */
@ExtendWith(OneThread.class)
final class RejectionStageTest {

    private static final String MODELS =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 4, learning_rate: 1e-2}
              - stage: rm
                finetuning_type: lora
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: ranked.jsonl, max_seq_len: 64}
                train: {max_steps: 4, learning_rate: 1e-2}
            """;

    /** Two prompts at a time. */
    private static final String SAMPLING =
            """
              - stage: rejection_sampling
                name: picked
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                sampling: {num_generations: 64, max_new_tokens: 6, temperature: 2.0, top_p: 1.0}
                reward: {reward_model: "${output_dir}/rm/adapter", rewards: [overlap]}
                select: {keep: best_worst_pair, finished: false, same_language: false}
                data: {datasets: prompts.jsonl, max_seq_len: 64}
            """;

    private static final String TRAINING =
            """
              - stage: sft
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: "${output_dir}/picked/sft.jsonl", max_seq_len: 64}
                train: {max_steps: 1}
              - stage: dpo
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                data: {datasets: "${output_dir}/picked/preferences.jsonl", max_seq_len: 64}
                train: {max_steps: 1}
            """;

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of());
        Files.writeString(
                folder.resolve("ranked.jsonl"),
                "{\"prompt\":\"hi\",\"chosen\":\"the cat\",\"rejected\":\"sat sat\"}\n");
        Files.writeString(
                folder.resolve("prompts.jsonl"),
                """
                {"prompt":"hi","reference":"the cat"}
                {"prompt":"ho","reference":"sat"}
                {"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"ha"}],"reference":"cat"}
                {"question":"he","answer":"cat sat"}
                {"prompt":"hu","reference":"the"}
                """);
    }

    @Test
    void theBestAnswersBecomeDataThatLaterStagesTrainOn() throws IOException {
        run.recipe(MODELS + SAMPLING + TRAINING).run("run", () -> false);
        List<JsonNode> rows = rows("run/picked/sft.jsonl");
        assertEquals(5, rows.size());
        assertEquals("system", rows.get(2).at("/messages/0/role").asText());
        for (JsonNode row : rows) {
            List<Double> rewards = new ArrayList<>();
            row.path("rewards").forEach(reward -> rewards.add(reward.asDouble()));
            assertEquals(64, rewards.size());
            assertEquals(
                    rewards.stream().mapToDouble(d -> d).max().orElseThrow(),
                    row.path("reward").asDouble());
            assertEquals(
                    row.path("reward").asDouble(),
                    row.at("/scores/reward_model").asDouble()
                            + row.at("/scores/overlap").asDouble(),
                    1e-12);
        }
        for (JsonNode pair : rows("run/picked/preferences.jsonl")) {
            assertTrue(
                    pair.path("chosen_reward").asDouble()
                            > pair.path("rejected_reward").asDouble());
        }
    }

    @Test
    void whatWasInterruptedGoesOnBehindTheLastPromptAndEndsTheSame() throws IOException {
        run.recipe(MODELS + SAMPLING);
        run.run("whole", () -> false);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                InterruptedRun.class,
                () -> run.run("stopped", () -> begun("stopped") && asked.incrementAndGet() > 1));
        Path journal = folder.resolve("stopped/picked/answers.jsonl");
        byte[] written = Files.readAllBytes(journal);
        int lines = rows("stopped/picked/answers.jsonl").size();
        assertTrue(lines > 0 && lines < 5, lines + " lines");
        // As a process leaves it that is killed while it writes.
        Files.write(journal, Arrays.copyOf(written, written.length - 10));
        run.run("stopped", () -> false);
        for (String file : List.of("answers.jsonl", "sft.jsonl", "preferences.jsonl")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("whole/picked").resolve(file)),
                    Files.readAllBytes(folder.resolve("stopped/picked").resolve(file)),
                    file);
        }
    }

    private boolean begun(String output) {
        return Files.exists(folder.resolve(output).resolve("picked/answers.jsonl"));
    }

    private List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            rows.add(new JsonMapper().readTree(line));
        }
        return rows;
    }
}
