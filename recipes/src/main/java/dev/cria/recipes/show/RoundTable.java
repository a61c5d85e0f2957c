package dev.cria.recipes.show;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** What the stages of all rounds came to, side by side: a row for each stage. */
final class RoundTable {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column(
                            "reward of answers",
                            (type, facts) ->
                                    List.of("grpo", "ppo").contains(type)
                                            ? change(
                                                    heldout(facts, "before"),
                                                    heldout(facts, "after"))
                                            : facts.getOrDefault("reward", "")),
                    new Column(
                            "reward model right, held out",
                            (type, facts) -> type.equals("rm") ? heldout(facts, "accuracy") : ""),
                    new Column(
                            "pairs the right way round, held out",
                            (type, facts) -> type.equals("dpo") ? heldout(facts, "accuracy") : ""),
                    new Column(
                            "margin of pairs, held out",
                            (type, facts) -> type.equals("dpo") ? heldout(facts, "margin") : ""),
                    new Column(
                            "held-out perplexity",
                            (type, facts) ->
                                    change(
                                            startingWith(facts, "perplexity before"),
                                            startingWith(facts, "perplexity after"))),
                    new Column("time", (type, facts) -> facts.getOrDefault("time", "")));

    private RoundTable() {}

    /** A column: what it says of a stage by type and facts; empty where it has nothing to say. */
    private record Column(String caption, BiFunction<String, Map<String, String>, String> text) {

        String of(Map.Entry<Stage, JobResult> row) {
            return text.apply(row.getKey().type(), row.getValue().facts());
        }
    }

    /** The table as a section; empty where no stage belongs to a round. */
    static String html(Map<Stage, JobResult> results) {
        if (results.keySet().stream().allMatch(stage -> stage.round() == 0)) {
            return "";
        }
        List<Map.Entry<Stage, JobResult>> rows =
                results.entrySet().stream().filter(RoundTable::isShown).toList();
        List<Column> columns =
                COLUMNS.stream()
                        .filter(column -> rows.stream().anyMatch(row -> !column.of(row).isEmpty()))
                        .toList();
        StringBuilder html = new StringBuilder();
        html.append("<section><h2>rounds</h2>\n<div class=\"wide\"><table class=\"rounds\"><thead>")
                .append("<tr><th scope=\"col\">round</th><th scope=\"col\">stage</th>");
        columns.forEach(
                column ->
                        html.append("<th scope=\"col\">")
                                .append(Html.escape(column.caption()))
                                .append("</th>"));
        html.append("</tr></thead>\n");
        for (List<Map.Entry<Stage, JobResult>> group : byRound(rows)) {
            html.append("<tbody>");
            for (Map.Entry<Stage, JobResult> row : group) {
                html.append("<tr>");
                if (row == group.get(0)) {
                    int round = row.getKey().round();
                    html.append("<th scope=\"rowgroup\" rowspan=\"%d\">".formatted(group.size()))
                            .append(round == 0 ? "" : Integer.toString(round))
                            .append("</th>");
                }
                String name = Html.escape(row.getKey().name());
                html.append(
                        "<th scope=\"row\"><a href=\"#stage-%s\">%s</a></th>"
                                .formatted(name, name));
                columns.forEach(
                        column ->
                                html.append("<td>")
                                        .append(Html.escape(column.of(row)))
                                        .append("</td>"));
                html.append("</tr>\n");
            }
            html.append("</tbody>");
        }
        return html.append("</table></div></section>\n").toString();
    }

    /** Of stages outside of rounds, only those that tell what answers are worth. */
    private static boolean isShown(Map.Entry<Stage, JobResult> row) {
        return row.getKey().round() > 0 || row.getValue().facts().containsKey("reward");
    }

    private static List<List<Map.Entry<Stage, JobResult>>> byRound(
            List<Map.Entry<Stage, JobResult>> rows) {
        List<List<Map.Entry<Stage, JobResult>>> groups = new ArrayList<>();
        int last = -1;
        for (Map.Entry<Stage, JobResult> row : rows) {
            if (row.getKey().round() != last) {
                groups.add(new ArrayList<>());
                last = row.getKey().round();
            }
            groups.get(groups.size() - 1).add(row);
        }
        return groups;
    }

    private static String heldout(Map<String, String> facts, String figure) {
        return facts.getOrDefault("held-out reward " + figure, "");
    }

    private static String startingWith(Map<String, String> facts, String start) {
        return facts.keySet().stream()
                .filter(label -> label.startsWith(start))
                .map(facts::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static String change(String before, String after) {
        return before.isEmpty() || after.isEmpty() ? "" : before + " → " + after;
    }
}
