package dev.cria.recipes.evaluation;

import dev.cria.data.evaluation.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results for people. */
public final class ResultsTable {

    private ResultsTable() {}

    /** Each figure as text, by task, part and name. */
    public static Map<String, String> facts(List<TaskResult> results) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (TaskResult result : results) {
            String task = result.task().name();
            result.figures()
                    .forEach(
                            (name, figure) ->
                                    facts.put(
                                            "%s (%d-shot) %s".formatted(task, result.shots(), name),
                                            show(figure)));
            result.categories()
                    .forEach(
                            (category, figures) ->
                                    figures.forEach(
                                            (name, figure) ->
                                                    facts.put(
                                                            "  %s %s".formatted(task, category)
                                                                    + " "
                                                                    + name,
                                                            show(figure))));
        }
        return facts;
    }

    /** The table as lines. */
    public static String text(List<TaskResult> results) {
        Map<String, String> facts = facts(results);
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        facts.forEach(
                (name, value) ->
                        text.append(name)
                                .append(" ".repeat(width - name.length() + 2))
                                .append(value)
                                .append('\n'));
        return text.toString();
    }

    /** The value, its standard error, the interval of 95% confidence, and of how many questions. */
    static String show(Estimate figure) {
        return String.format(
                Locale.ROOT,
                "%.4f ± %.4f  [%.4f, %.4f]  n=%d",
                figure.value(),
                figure.standardError(),
                figure.low(),
                figure.high(),
                figure.count());
    }
}
