package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.evaluation.Estimate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Results as a file. */
public final class ResultsJson {

    /** The name of the file. */
    public static final String NAME = "results.json";

    private static final JsonMapper JSON = new JsonMapper();

    private ResultsJson() {}

    /**
     * Writes results.
     *
     * @param settings what they depend on beside the tasks
     */
    public static void write(Path folder, Map<String, String> settings, List<TaskResult> results) {
        ObjectNode root = JSON.createObjectNode();
        root.set("settings", JSON.valueToTree(settings));
        ObjectNode tasks = root.putObject("tasks");
        for (TaskResult result : results) {
            ObjectNode task = tasks.putObject(result.task().name());
            task.put("kind", result.task().kind().word());
            task.put("definition_sha256", result.task().hash());
            task.put("prompts_sha256", result.promptsHash());
            task.put("num_fewshot", result.shots());
            task.put("questions", result.questions());
            task.set("metrics", figures(result.figures()));
            put(task, "categories", result.categories());
            put(task, "groups", result.groups());
        }
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
            DurableFiles.writeFile(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void put(
            ObjectNode task, String name, Map<String, Map<String, Estimate>> parts) {
        if (!parts.isEmpty()) {
            ObjectNode node = task.putObject(name);
            parts.forEach((part, figures) -> node.set(part, figures(figures)));
        }
    }

    private static ObjectNode figures(Map<String, Estimate> figures) {
        ObjectNode node = JSON.createObjectNode();
        figures.forEach(
                (name, estimate) -> {
                    ObjectNode one = node.putObject(name);
                    put(one, "value", estimate.value());
                    put(one, "stderr", estimate.standardError());
                    put(one, "ci95_low", estimate.low());
                    put(one, "ci95_high", estimate.high());
                    one.put("count", estimate.count());
                });
        return node;
    }

    /** What cannot be told is null: JSON has no NaN. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
