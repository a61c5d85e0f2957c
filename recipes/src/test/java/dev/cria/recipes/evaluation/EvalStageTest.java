package dev.cria.recipes.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stage eval, from a model that an earlier stage trains to figures in a file. */
@ExtendWith(OneThread.class)
final class EvalStageTest {

    private static final String RECIPE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
              - stage: eval
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                eval: {task_files: [pick.yaml, write.yaml, read.yaml], data_dir: data, batch_tokens: 64}
            """;

    @TempDir Path folder;

    private TinyRun run;

    @BeforeEach
    void data() throws IOException {
        run = new TinyRun(folder).texts("train.jsonl", 8, List.of()).recipe(RECIPE);
        Files.writeString(
                folder.resolve("pick.yaml"),
                """
                task: pick
                kind: multiple_choice
                forms: [{test: "{group}.jsonl", fewshot: "dev/{group}.jsonl"}]
                num_fewshot: 1
                description: "What sat in {{group_name}}?\\n"
                prompt: "{{question}}"
                choices: "{{choices}}"
                answer: "{{answer}}"
                categories: {all: [one, two]}
                metrics: [acc, acc_norm]
                """);
        Files.writeString(
                folder.resolve("write.yaml"),
                """
                {task: write, kind: generate, folders: [pick], forms: [{test: "one.jsonl"}],
                 prompt: "{{question}}", answer: cat, max_new_tokens: 4}
                """);
        Files.writeString(
                folder.resolve("read.yaml"),
                """
                task: read
                kind: perplexity
                folders: [pick]
                forms: [{test: "one.jsonl"}]
                prompt: "{{question}} 猫"
                metrics: [byte_perplexity, char_perplexity, bits_per_byte]
                """);
        Path pick = folder.resolve("data/pick");
        Path dev = Files.createDirectories(pick.resolve("dev"));
        for (String group : List.of("one", "two")) {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 7; i++) {
                rows.append(
                        "{\"question\":\"the cat %d\",\"choices\":[\"cat\",\"the sat\"],\"answer\":%d}\n"
                                .formatted(i, i % 2));
            }
            Files.writeString(pick.resolve(group + ".jsonl"), rows);
            Files.writeString(
                    dev.resolve(group + ".jsonl"),
                    "{\"question\":\"the\",\"choices\":[\"cat\",\"sat\"],\"answer\":0}\n");
        }
    }

    @Test
    void everyQuestionIsLoggedAndEveryFigureHasAnInterval() throws IOException {
        run.run("run", () -> false);
        JsonNode tasks = results("run").path("tasks");
        JsonNode pick = tasks.path("pick");
        assertEquals(14, pick.path("questions").asInt());
        assertEquals(1, pick.path("num_fewshot").asInt());
        assertEquals(64, pick.path("prompts_sha256").asText().length());
        assertEquals(7, pick.at("/groups/two/acc/count").asInt());
        assertEquals(14, pick.at("/categories/all/acc_norm/count").asInt());
        double sum = 0;
        for (String line : samples("run", "pick")) {
            JsonNode sample = new JsonMapper().readTree(line);
            assertEquals(2, sample.path("logprobs").size());
            sum += sample.path("acc").asDouble();
        }
        assertEquals(sum / 14, pick.at("/metrics/acc/value").asDouble(), 1e-12);
        for (JsonNode task : tasks) {
            for (JsonNode figure : task.path("metrics")) {
                double value = figure.path("value").asDouble();
                assertTrue(
                        figure.path("ci95_low").asDouble() <= value
                                && value <= figure.path("ci95_high").asDouble(),
                        figure.toString());
            }
        }
        JsonNode read = tasks.path("read").path("metrics");
        assertEquals(
                Math.log(read.at("/byte_perplexity/value").asDouble()) / Math.log(2),
                read.at("/bits_per_byte/value").asDouble(),
                1e-9);
        assertTrue(
                read.at("/char_perplexity/value").asDouble()
                        > read.at("/byte_perplexity/value").asDouble(),
                "a Chinese character is three bytes");
    }

    @Test
    void aStageThatIsStoppedGoesOnWhereItWasWithTheSameNumbers() throws IOException {
        run.run("whole", () -> false);
        AtomicInteger asked = new AtomicInteger();
        int stops = 0;
        while (true) {
            int until = asked.get() + 6;
            try {
                run.run("cut", () -> asked.incrementAndGet() > until);
                break;
            } catch (InterruptedRun stopped) {
                stops++;
            }
            Path log = folder.resolve("cut/eval/samples/pick.jsonl");
            if (Files.exists(log)) {
                // As a process leaves it that is killed while it writes.
                Files.writeString(
                        log, "{\"index\":3,\"gro", java.nio.file.StandardOpenOption.APPEND);
            }
        }
        assertTrue(stops > 1, stops + " stops");
        for (String task : List.of("pick", "write", "read")) {
            assertEquals(samples("whole", task), samples("cut", task));
        }
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole/eval/results.json")),
                new String(
                                Files.readAllBytes(folder.resolve("cut/eval/results.json")),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .replace("/cut/", "/whole/")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void otherQuestionsThanBeforeAreRefused() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                InterruptedRun.class,
                () ->
                        run.run(
                                "run",
                                () ->
                                        Files.exists(folder.resolve("run/eval/samples/pick.jsonl"))
                                                && asked.incrementAndGet() > 1));
        Path file = folder.resolve("data/pick/one.jsonl");
        Files.writeString(file, Files.readString(file).replace("cat 0", "dog 0"));
        UserException refused =
                assertThrows(UserException.class, () -> run.run("run", () -> false));
        assertTrue(refused.getMessage().contains("question 1 was another one"));
    }

    private JsonNode results(String output) throws IOException {
        return new JsonMapper()
                .readTree(folder.resolve(output).resolve("eval/results.json").toFile());
    }

    /** In the order of the questions. */
    private List<String> samples(String output, String task) throws IOException {
        List<String> lines =
                Files.readAllLines(
                        folder.resolve(output).resolve("eval/samples/" + task + ".jsonl"));
        String[] sorted = lines.toArray(String[]::new);
        Arrays.sort(sorted);
        return List.of(sorted);
    }
}
