package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a task's rows into questions with worked examples before them. */
public final class TaskItems {

    private final TaskDefinition task;
    private final TaskFiles files;
    private final int shots;

    private TaskItems(TaskDefinition task, TaskFiles files, int shots) {
        this.task = task;
        this.files = files;
        this.shots = shots;
    }

    /**
     * The questions of a task, group by group in the order of their names.
     *
     * @param data folder with the tasks' folders, or the task's own
     * @param shots worked examples before each question: the first rows of their file; -1 for as
     *     many as the task says
     * @param limit questions of a group, at most; 0 for all
     * @throws UserException where files, fields or worked examples are missing
     */
    public static List<TaskItem> load(TaskDefinition task, Path data, int shots, int limit) {
        int wanted = shots < 0 ? task.fewShot() : shots;
        TaskItems items = new TaskItems(task, TaskFiles.find(task, data), wanted);
        List<TaskItem> all = new ArrayList<>();
        items.files.test().keySet().forEach(group -> items.add(group, limit, all));
        if (all.isEmpty()) {
            throw new UserException(
                    "task %s: the files in %s have no rows"
                            .formatted(task.name(), items.files.folder()));
        }
        return all;
    }

    private void add(String group, int limit, List<TaskItem> to) {
        String head = task.description().fill(named(Map.of(), group, task.name()));
        StringBuilder start = new StringBuilder(head);
        for (TaskRow example : examples(group)) {
            TaskItem item = item(example, group, 0, "");
            start.append(item.prompt())
                    .append(task.delimiter())
                    .append(target(example, item))
                    .append(task.separator());
        }
        int number = 0;
        for (Path file : files.test().get(group)) {
            for (TaskRow row : TaskRows.read(file, files.form().columns())) {
                if (limit > 0 && number >= limit) {
                    return;
                }
                TaskRow whole = completed(named(row.fields(), group, row.origin()));
                to.add(item(whole, group, number++, start.toString()));
            }
        }
    }

    private String target(TaskRow row, TaskItem item) {
        if (item.gold() >= 0) {
            return item.choices().get(item.gold());
        }
        return task.target() == null ? item.reference() : task.target().fill(row);
    }

    private List<TaskRow> examples(String group) {
        List<TaskRow> examples = new ArrayList<>();
        if (shots == 0 || task.kind() == TaskKind.PERPLEXITY) {
            return examples;
        }
        Map<String, List<Path>> known = files.fewShot();
        List<Path> own = known.getOrDefault(group, known.getOrDefault("", List.of()));
        for (Path file : own) {
            for (TaskRow row : TaskRows.read(file, files.form().columns())) {
                examples.add(completed(named(row.fields(), group, row.origin())));
                if (examples.size() == shots) {
                    return examples;
                }
            }
        }
        throw new UserException(
                "task %s: %d worked examples are asked for, but there are only %d%s in %s; lower num_fewshot"
                        .formatted(
                                task.name(),
                                shots,
                                examples.size(),
                                group.isEmpty() ? "" : " for " + group,
                                files.folder()));
    }

    private TaskRow named(Map<String, Object> fields, String group, String origin) {
        String called = task.groupNames().getOrDefault(group, group.replace('_', ' '));
        return new TaskRow(fields, origin).with("group", group).with("group_name", called);
    }

    /** With the fields that the form and the task make. */
    private TaskRow completed(TaskRow row) {
        TaskRow all = row;
        for (Map.Entry<String, Template> field : files.form().fields().entrySet()) {
            all = all.with(field.getKey(), field.getValue().value(all));
        }
        if (!task.options().isEmpty()) {
            TaskRow known = all;
            List<String> options =
                    task.options().stream().map(option -> option.fill(known)).toList();
            Shuffled shuffled = Shuffled.of(options);
            all = all.with("options", shuffled.texts()).with("right_option", shuffled.first());
        }
        return all;
    }

    private TaskItem item(TaskRow row, String group, int number, String before) {
        String prompt = before + task.prompt().fill(row);
        List<String> choices = List.of();
        int gold = -1;
        String reference = "";
        if (task.kind() == TaskKind.MULTIPLE_CHOICE) {
            choices = choices(row);
            List<String> labels = task.labels() == null ? choices : task.labels().list(row);
            Object answer =
                    task.answer() == null ? row.at("right_option") : task.answer().value(row);
            gold = RightChoice.of(answer, choices, labels, row.origin());
        } else if (task.kind() == TaskKind.GENERATE) {
            reference = task.answer().fill(row);
        }
        List<String> continuations =
                choices.stream().map(choice -> task.delimiter() + choice).toList();
        return new TaskItem(
                group, number, prompt, choices, continuations, gold, reference, row.origin());
    }

    private List<String> choices(TaskRow row) {
        return task.choices().size() == 1
                ? task.choices().get(0).list(row)
                : task.choices().stream().map(choice -> choice.fill(row)).toList();
    }
}
