package dev.cria.data.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a written answer is worth, by each metric and filter of a task. */
public final class AnswerScores {

    private AnswerScores() {}

    /** Names of the figures: {@code metric,filter}, or the metric alone. */
    public static List<String> names(TaskDefinition task) {
        return task.metrics().stream()
                .flatMap(
                        metric ->
                                task.filters().stream()
                                        .map(
                                                filter ->
                                                        filter.name().isEmpty()
                                                                ? metric
                                                                : metric + "," + filter.name()))
                .toList();
    }

    /** 1 where the answer is right, else 0, by the names of the figures. */
    public static Map<String, Integer> of(TaskDefinition task, String reference, String written) {
        Map<String, Integer> scores = new LinkedHashMap<>();
        for (String metric : task.metrics()) {
            for (AnswerFilter filter : task.filters()) {
                String found = filter.apply(written);
                boolean right =
                        metric.equals("math_equal")
                                ? MathEquality.equal(withoutDollars(found), reference)
                                : compared(task, found).equals(compared(task, reference));
                String name = filter.name().isEmpty() ? metric : metric + "," + filter.name();
                scores.put(name, right ? 1 : 0);
            }
        }
        return scores;
    }

    private static String compared(TaskDefinition task, String text) {
        String plain = text;
        for (Pattern pattern : task.ignored()) {
            plain = pattern.matcher(plain).replaceAll("");
        }
        return task.ignoreCase() ? plain.toLowerCase(Locale.ROOT) : plain;
    }

    /** An answer that stands between dollar signs. */
    private static String withoutDollars(String text) {
        int first = text.indexOf('$');
        int last = text.lastIndexOf('$');
        return last > first ? text.substring(first + 1, last) : text;
    }
}
