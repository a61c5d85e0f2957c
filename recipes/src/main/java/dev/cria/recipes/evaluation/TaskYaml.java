package dev.cria.recipes.evaluation;

import dev.cria.checkpoints.UserException;
import dev.cria.data.evaluation.AnswerFilter;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.evaluation.TaskForm;
import dev.cria.data.evaluation.TaskKind;
import dev.cria.data.evaluation.Template;
import dev.cria.recipes.recipe.RecipeException;
import dev.cria.recipes.recipe.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the definition of a task; docs/evaluation.md describes the keys. */
final class TaskYaml {

    private static final List<String> KEYS =
            List.of(
                    "task",
                    "kind",
                    "folders",
                    "forms",
                    "group_names",
                    "categories",
                    "num_fewshot",
                    "description",
                    "prompt",
                    "choices",
                    "labels",
                    "options",
                    "answer",
                    "target",
                    "delimiter",
                    "separator",
                    "stop",
                    "max_new_tokens",
                    "filters",
                    "ignore",
                    "ignore_case",
                    "metrics");

    private final YamlMap yaml;
    private final String source;

    private TaskYaml(YamlMap yaml, String source) {
        this.yaml = yaml;
        this.source = source;
    }

    /**
     * Reads a definition.
     *
     * @param origin what it is called in messages
     * @param source the YAML
     * @throws RecipeException with the place of what is wrong
     */
    static TaskDefinition read(String origin, String source) {
        YamlMap yaml = YamlMap.of(origin, source);
        yaml.requireOnly(KEYS);
        return new TaskYaml(yaml, source).definition();
    }

    private TaskDefinition definition() {
        String name = yaml.text("task");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw yaml.wrong(
                    "task",
                    "'%s' cannot name a file; use letters, digits, '_' and '-'".formatted(name));
        }
        TaskKind kind = kind();
        TaskDefinition task =
                new TaskDefinition(
                        name,
                        kind,
                        yaml.has("folders") ? yaml.texts("folders") : List.of(name),
                        forms(),
                        groupNames(),
                        categories(),
                        yaml.integer("num_fewshot", 0),
                        template("description", ""),
                        template("prompt", null),
                        templates("choices"),
                        yaml.has("labels") ? template("labels", null) : null,
                        templates("options"),
                        yaml.has("answer") ? template("answer", null) : null,
                        yaml.has("target") ? template("target", null) : null,
                        yaml.text("delimiter", " "),
                        yaml.text("separator", "\n\n"),
                        yaml.texts("stop"),
                        yaml.integer("max_new_tokens", 256),
                        filters(),
                        patterns(),
                        yaml.flag("ignore_case", false),
                        metrics(kind),
                        source);
        check(task);
        return task;
    }

    private void check(TaskDefinition task) {
        boolean choice = task.kind() == TaskKind.MULTIPLE_CHOICE;
        if (choice != !task.choices().isEmpty()) {
            throw yaml.wrong("choices", choice ? "is missing" : "is for kind multiple_choice only");
        }
        boolean answered = task.answer() != null || (choice && !task.options().isEmpty());
        if (!answered && task.kind() != TaskKind.PERPLEXITY) {
            throw yaml.wrong("answer", "is missing: nothing says what is right");
        }
        if (task.forms().isEmpty()) {
            throw yaml.wrong("forms", "is missing: nothing says where the rows are");
        }
    }

    private TaskKind kind() {
        String word = yaml.text("kind");
        for (TaskKind kind : TaskKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw yaml.wrong(
                "kind",
                "'%s' is not one of %s".formatted(word, String.join(", ", TaskKind.words())));
    }

    private List<TaskForm> forms() {
        List<TaskForm> forms = new ArrayList<>();
        for (YamlMap form : yaml.maps("forms")) {
            form.requireOnly(List.of("test", "fewshot", "columns", "fields"));
            Map<String, Template> fields = new LinkedHashMap<>();
            YamlMap made = form.map("fields");
            for (String name : made.keys()) {
                fields.put(name, template(made, name, null));
            }
            forms.add(
                    new TaskForm(
                            form.text("test"),
                            form.text("fewshot", ""),
                            form.texts("columns"),
                            fields));
        }
        return forms;
    }

    private Map<String, String> groupNames() {
        Map<String, String> names = new LinkedHashMap<>();
        YamlMap given = yaml.map("group_names");
        given.keys().forEach(group -> names.put(group, given.text(group)));
        return names;
    }

    private Map<String, List<String>> categories() {
        Map<String, List<String>> categories = new LinkedHashMap<>();
        YamlMap given = yaml.map("categories");
        given.keys().forEach(category -> categories.put(category, given.texts(category)));
        return categories;
    }

    private List<AnswerFilter> filters() {
        if (!yaml.has("filters")) {
            return List.of(AnswerFilter.WHOLE);
        }
        List<AnswerFilter> filters = new ArrayList<>();
        for (YamlMap filter : yaml.maps("filters")) {
            filter.requireOnly(List.of("name", "pattern", "take"));
            String take = filter.text("take", "first");
            if (!take.equals("first") && !take.equals("last")) {
                throw filter.wrong("take", "expected first or last, found '%s'".formatted(take));
            }
            filters.add(
                    new AnswerFilter(
                            filter.text("name"),
                            pattern(filter, "pattern", filter.text("pattern")),
                            take.equals("last")));
        }
        return filters;
    }

    private List<Pattern> patterns() {
        return yaml.texts("ignore").stream().map(text -> pattern(yaml, "ignore", text)).toList();
    }

    private static Pattern pattern(YamlMap map, String key, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw map.wrong(key, "'%s' is no pattern: %s".formatted(text, e.getDescription()));
        }
    }

    private List<String> metrics(TaskKind kind) {
        List<String> metrics = yaml.texts("metrics");
        for (String metric : metrics) {
            if (!kind.metrics().contains(metric)) {
                throw yaml.wrong(
                        "metrics",
                        "'%s' is not one of %s"
                                .formatted(metric, String.join(", ", kind.metrics())));
            }
        }
        return metrics.isEmpty() ? kind.metrics().subList(0, 1) : metrics;
    }

    private List<Template> templates(String key) {
        return yaml.texts(key).stream().map(text -> parsed(yaml, key, text)).toList();
    }

    private Template template(String key, String otherwise) {
        return template(yaml, key, otherwise);
    }

    private static Template template(YamlMap map, String key, String otherwise) {
        return parsed(map, key, otherwise == null ? map.text(key) : map.text(key, otherwise));
    }

    private static Template parsed(YamlMap map, String key, String text) {
        try {
            return Template.of(text);
        } catch (RecipeException e) {
            throw e;
        } catch (UserException e) {
            throw map.wrong(key, e.getMessage());
        }
    }
}
