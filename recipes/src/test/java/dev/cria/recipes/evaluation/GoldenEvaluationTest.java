package dev.cria.recipes.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.batch.Continuations;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.data.evaluation.TaskItems;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.ContinuationScores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against lm-evaluation-harness 0.4.13; scripts/references/lm_eval_reference.py made the numbers.
 * Both models have 512 positions, so that many prompts lose their beginning.
 */
final class GoldenEvaluationTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Between the sums of two ways of computing in fp32, in nats. */
    private static final double NEAR = 1e-3;

    /** What the reference's answers have at most. */
    private static final String ANSWER_TOKENS = "max_new_tokens: 40";

    @TempDir Path folder;

    private static JsonNode reference() throws IOException {
        try (InputStream bytes = GoldenEvaluationTest.class.getResourceAsStream("lm-eval.json")) {
            return JSON.readTree(bytes);
        }
    }

    /** Only the subjects that the reference has, where Cria looks for them. */
    private Path data(JsonNode tasks) throws IOException {
        for (JsonNode task : tasks) {
            String name = task.path("task").asText();
            String group = task.path("group").asText();
            Path from = Shared.path("data/eval/" + name);
            Path to = folder.resolve("data").resolve(name);
            try (Stream<Path> all = Files.walk(from)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String relative = from.relativize(file).toString();
                    Path target = to.resolve(relative);
                    boolean wanted =
                            group.isEmpty()
                                    || relative.matches(".*/" + group + "_(dev|val|test)[.]csv");
                    if (wanted && !Files.exists(target)) {
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                }
            }
        }
        return folder.resolve("data");
    }

    /** stories260k has no tokenizer.json; the reference took its bytes for tokens. */
    private Path model(String name) throws IOException {
        Path found = Shared.path(name);
        if (Files.exists(found.resolve("tokenizer.json"))) {
            return found;
        }
        Path whole = Files.createDirectories(folder.resolve("model"));
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(found.resolve(file), whole.resolve(file));
        }
        try (InputStream bytes =
                GoldenEvaluationTest.class.getResourceAsStream("bytes-tokenizer.json")) {
            Files.copy(bytes, whole.resolve("tokenizer.json"));
        }
        return whole;
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden/model-30", "models/stories260k"})
    void figuresAreThoseOfLmEval(String name) throws IOException {
        JsonNode all = reference();
        int limit = all.path("limit").asInt();
        JsonNode expected = all.path("models").path(name);
        Path data = data(expected.path("tasks"));
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = OpenPolicy.open(engine, model(name), Adapters.NONE);
                Tokenizer tokenizer = opened.tokenizer()) {
            Examinee examinee = Examinee.of(opened.policy(), tokenizer, false, 4096, 4096);
            for (String task : List.of("mmlu", "ceval")) {
                for (int shots : List.of(0, 5)) {
                    chosen(examinee, data, limit, expected.path("tasks"), task, shots);
                }
            }
            if (name.startsWith("golden")) {
                // What stories260k writes is no UTF-8, which each side spells in its own way.
                written(examinee, data, limit, expected.path("tasks"));
            }
            solutions(examinee, data, limit, expected.path("solutions"));
            rolling(examinee, data, expected.path("rolling"));
        }
    }

    private void chosen(
            Examinee examinee, Path data, int limit, JsonNode tasks, String name, int shots)
            throws IOException {
        TaskDefinition task = Tasks.named(name);
        Path out = folder.resolve(name + shots);
        TaskResult result =
                new Evaluation(examinee, data, shots, limit, out, Watcher.NONE).run(task);
        List<TaskItem> items = TaskItems.load(task, data, shots, limit);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("samples/" + name + ".jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        int compared = 0;
        for (JsonNode expected : tasks) {
            if (!expected.path("task").asText().equals(name)
                    || expected.path("num_fewshot").asInt() != shots) {
                continue;
            }
            String group = expected.path("group").asText();
            for (int i = 0; i < items.size(); i++) {
                TaskItem item = items.get(i);
                if (item.group().equals(group)) {
                    assertEquals(
                            expected.path("prompts_sha256").get(item.row()).asText(),
                            Sha256.of(item.prompt().getBytes(StandardCharsets.UTF_8)),
                            item.origin());
                    JsonNode theirs = expected.path("logprobs").get(item.row());
                    for (int c = 0; c < 4; c++) {
                        assertEquals(
                                theirs.get(c).asDouble(),
                                lines.get(i).path("logprobs").get(c).asDouble(),
                                NEAR,
                                item.origin());
                        compared++;
                    }
                }
            }
            result.groups()
                    .get(group)
                    .forEach(
                            (metric, estimate) ->
                                    assertEquals(
                                            expected.path(metric + ",none").asDouble(),
                                            estimate.value(),
                                            1e-12,
                                            name + " " + group + " " + metric));
        }
        assertEquals(3 * limit * 4, compared);
    }

    private void written(Examinee examinee, Path data, int limit, JsonNode tasks)
            throws IOException {
        TaskDefinition shipped = Tasks.named("gsm8k");
        String shorter = shipped.source().replaceFirst("max_new_tokens: \\d+", ANSWER_TOKENS);
        TaskDefinition task = TaskYaml.read("gsm8k", shorter);
        Path out = folder.resolve("gsm8k");
        TaskResult result = new Evaluation(examinee, data, 5, limit, out, Watcher.NONE).run(task);
        List<String> lines = Files.readAllLines(out.resolve("samples/gsm8k.jsonl"));
        JsonNode expected = null;
        for (JsonNode one : tasks) {
            expected = one.path("task").asText().equals("gsm8k") ? one : expected;
        }
        for (int i = 0; i < limit; i++) {
            assertEquals(
                    expected.path("answers").get(i).asText(),
                    // The reference leaves out special tokens.
                    JSON.readTree(lines.get(i))
                            .path("answer")
                            .asText()
                            .replaceAll("<\\|[a-z0-9_]+\\|>", ""));
        }
        for (String filter : List.of("strict-match", "flexible-extract")) {
            assertEquals(
                    expected.path("exact_match," + filter).asDouble(),
                    result.figures().get("exact_match," + filter).value());
        }
    }

    private static void solutions(Examinee examinee, Path data, int limit, JsonNode expected) {
        List<Continuations> texts = new ArrayList<>();
        for (TaskItem item : TaskItems.load(Tasks.named("gsm8k"), data, 0, limit)) {
            texts.add(
                    examinee.tokens()
                            .continuations(
                                    new TaskItem(
                                            "",
                                            item.row(),
                                            item.prompt(),
                                            List.of(item.reference()),
                                            List.of(" " + item.reference()),
                                            0,
                                            "",
                                            item.origin())));
        }
        List<double[]> found = ContinuationScores.of(examinee.policy(), texts);
        for (int i = 0; i < limit; i++) {
            assertEquals(expected.get(i).asDouble(), found.get(i)[0], NEAR, texts.get(i).origin());
        }
    }

    private static void rolling(Examinee examinee, Path data, JsonNode expected) {
        List<String> texts = new ArrayList<>();
        for (TaskItem item : TaskItems.load(Tasks.named("gsm8k"), data, 0, 3)) {
            String question = item.prompt().replaceAll("^Question: |\nAnswer:$", "");
            texts.add(question + "\n" + item.reference());
        }
        StringBuilder law = new StringBuilder();
        TaskDefinition questions =
                TaskYaml.read(
                        "law",
                        """
                        {task: law, kind: perplexity, folders: [ceval],
                         forms: [{test: val/law_val.csv}], prompt: "{{question}}"}""");
        TaskItems.load(questions, data, 0, 0)
                .forEach(item -> law.append(law.length() == 0 ? "" : "\n").append(item.prompt()));
        texts.add(law.toString());
        int windows = 0;
        for (int i = 0; i < texts.size(); i++) {
            TaskItem item =
                    new TaskItem("", i, texts.get(i), List.of(), List.of(), -1, "", "text " + i);
            double sum = 0;
            for (Continuations window : examinee.tokens().windows(item)) {
                sum += ContinuationScores.of(examinee.policy(), List.of(window)).get(0)[0];
                windows++;
            }
            assertEquals(expected.get(i).asDouble(), sum, 1e-6 * -sum, item.origin());
        }
        assertTrue(windows > texts.size(), "no text was longer than a window");
    }
}
