package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.data.evaluation.TaskItems;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.evaluation.Evaluation;
import dev.cria.recipes.evaluation.Examinee;
import dev.cria.recipes.evaluation.TaskResult;
import dev.cria.recipes.evaluation.Tasks;
import dev.cria.recipes.evaluation.Watcher;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A task by Cria, as {@code cria eval} runs it, without loading the model. Writes the same
 * questions for lm-evaluation-harness, and prints a line of JSON.
 */
public final class EvalCria {

    private static final JsonMapper JSON = new JsonMapper();

    private EvalCria() {}

    /** Arguments: model, folder of the tasks' files, task, questions of a group, a new folder. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[1]);
        TaskDefinition task = Tasks.named(args[2]);
        int limit = Integer.parseInt(args[3]);
        Path out = Path.of(args[4]);
        List<TaskItem> items = TaskItems.load(task, data, -1, limit);
        write(items, Files.createDirectories(out).resolve("requests.jsonl"));
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = OpenPolicy.open(engine, Path.of(args[0]), Adapters.NONE);
                Tokenizer tokenizer = opened.tokenizer()) {
            Examinee examinee = Examinee.of(opened.policy(), tokenizer, false, 4096, 4096);
            long start = System.nanoTime();
            TaskResult result =
                    new Evaluation(examinee, data, -1, limit, out, Watcher.NONE).run(task);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "{\"questions\": %d, \"seconds\": %.3f, \"questions_per_s\": %.4f, \"acc\": %.6f}",
                            items.size(),
                            seconds,
                            items.size() / seconds,
                            result.figures().get("acc").value()));
        }
    }

    private static void write(List<TaskItem> items, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (TaskItem item : items) {
            ObjectNode line = JSON.createObjectNode().put("context", item.prompt());
            ArrayNode continuations = line.putArray("continuations");
            item.continuations().forEach(continuations::add);
            line.put("gold", item.gold());
            lines.add(line.toString());
        }
        Files.write(file, lines);
    }
}
