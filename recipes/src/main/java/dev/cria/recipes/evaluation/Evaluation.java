package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.evaluation.Estimate;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskItem;
import dev.cria.data.evaluation.TaskItems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Examines a model by tasks, and goes on where an earlier process was.
 *
 * @param data folder with the files of the tasks
 * @param shots worked examples; -1 for as many as each task says
 * @param limit questions of a group, at most; 0 for all
 * @param folder where the logs of samples are
 */
public record Evaluation(
        Examinee examinee, Path data, int shots, int limit, Path folder, Watcher watcher) {

    /** Examines by one task. */
    public TaskResult run(TaskDefinition task) {
        List<TaskItem> items = TaskItems.load(task, data, shots, limit);
        Path file = folder.resolve("samples").resolve(task.name() + ".jsonl");
        try (SampleLog log = SampleLog.open(file, items);
                Answering answering = answering(task)) {
            int from = 0;
            while (from < items.size()) {
                int to = from;
                while (to < items.size() && items.get(to).group().equals(items.get(from).group())) {
                    to++;
                }
                answering.answer(
                        items,
                        from,
                        to,
                        log,
                        () -> watcher.at(task.name(), log.count(), items.size()));
                from = to;
            }
            return result(task, items, log);
        }
    }

    private Answering answering(TaskDefinition task) {
        return switch (task.kind()) {
            case MULTIPLE_CHOICE -> new Choosing(examinee, task);
            case GENERATE -> new Writing(examinee, task, watcher);
            case PERPLEXITY -> new Reading(examinee);
        };
    }

    private TaskResult result(TaskDefinition task, List<TaskItem> items, SampleLog log) {
        List<ObjectNode> lines = log.lines();
        Map<String, Map<String, Estimate>> groups = new LinkedHashMap<>();
        items.stream()
                .map(TaskItem::group)
                .distinct()
                .filter(group -> !group.isEmpty())
                .forEach(group -> groups.put(group, of(task, lines, group::equals)));
        Map<String, Map<String, Estimate>> categories = new LinkedHashMap<>();
        task.categories()
                .forEach(
                        (name, members) -> {
                            if (members.stream().anyMatch(groups::containsKey)) {
                                categories.put(name, of(task, lines, members::contains));
                            }
                        });
        return new TaskResult(
                task,
                shots < 0 ? task.fewShot() : shots,
                items.size(),
                log.promptsHash(),
                Figures.of(task, lines),
                categories,
                groups);
    }

    private static Map<String, Estimate> of(
            TaskDefinition task, List<ObjectNode> lines, Predicate<String> group) {
        return Figures.of(
                task,
                lines.stream().filter(line -> group.test(line.path("group").asText())).toList());
    }
}
