package dev.cria.recipes.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.RunFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** report.html: curves and tables of a run in one file that needs nothing else. */
public final class Report {

    /** The metrics that are drawn, where a stage has them, and what they are called. */
    private static final Map<String, String> CURVES = curves();

    /** The one that has no noise to be averaged out. */
    private static final String RATE = "learning_rate";

    private static final int MAX_SAMPLES = 6;

    /** The page of a curation's documents, within the folder of its stage. */
    private static final String CARD = "card.html";

    private Report() {}

    /** Writes the report of a run. */
    public static void write(RunFolder folder, Map<Stage, JobResult> results) {
        StringBuilder body = new StringBuilder(contents(results));
        body.append(RoundTable.html(results));
        results.forEach(
                (stage, result) -> {
                    String name = Html.escape(stage.name());
                    body.append("<section id=\"stage-%s\"><h2>%s".formatted(name, name));
                    if (!stage.name().equals(stage.type())) {
                        body.append(" <small>").append(stage.type()).append("</small>");
                    }
                    body.append("</h2>\n");
                    body.append(figures(folder.metrics().of(stage.name())));
                    body.append(card(folder, stage));
                    body.append(table(result.facts()));
                    body.append(samples(folder.samples().of(stage.name())));
                    body.append("</section>\n");
                });
        String page = Page.of(folder.name(), folder.path().toString(), "", body.toString());
        DurableFiles.writeFile(
                folder.path().resolve("report.html"), page.getBytes(StandardCharsets.UTF_8));
    }

    /** The ways to the stages; none where there is one only. */
    private static String contents(Map<Stage, JobResult> results) {
        if (results.size() < 2) {
            return "";
        }
        return results.keySet().stream()
                .map(stage -> Html.escape(stage.name()))
                .map(name -> "<a href=\"#stage-%s\">%s</a>".formatted(name, name))
                .collect(Collectors.joining(" ", "<nav aria-label=\"stages\">", "</nav>\n"));
    }

    private static Map<String, String> curves() {
        Map<String, String> curves = new LinkedHashMap<>();
        curves.put("loss", "loss");
        curves.put("eval_loss", "held-out loss");
        curves.put("reward_accuracy", "reward accuracy");
        curves.put("eval_reward_accuracy", "held-out reward accuracy");
        curves.put("reward_margin", "reward margin");
        curves.put("grad_norm", "gradient norm");
        curves.put(RATE, "learning rate");
        curves.put("tokens_per_s", "tokens per second");
        curves.put("memory_mib", "memory, MiB");
        return curves;
    }

    private static String figures(List<JsonNode> steps) {
        StringBuilder figures = new StringBuilder();
        CURVES.forEach(
                (field, caption) -> {
                    List<LineChart.Point> points =
                            steps.stream()
                                    .filter(step -> step.has(field))
                                    .map(step -> point(step, field))
                                    .toList();
                    figures.append(LineChart.svg(caption, points, !field.equals(RATE)));
                });
        return figures.isEmpty() ? "" : "<div class=\"figures\">" + figures + "</div>\n";
    }

    private static LineChart.Point point(JsonNode step, String field) {
        return new LineChart.Point(
                step.path("step").asLong(), step.path(field).asDouble(Double.NaN));
    }

    /** The way to what a curation has to say of its documents. */
    private static String card(RunFolder folder, Stage stage) {
        if (!Files.isRegularFile(folder.path().resolve(stage.name()).resolve(CARD))) {
            return "";
        }
        return "<p><a href=\"%s/%s\">data card</a>: what was kept, what was dropped and why</p>\n"
                .formatted(Html.escape(stage.name()), CARD);
    }

    private static String table(Map<String, String> facts) {
        StringBuilder table = new StringBuilder("<table>");
        facts.forEach(
                (label, value) ->
                        table.append("<tr><th scope=\"row\">")
                                .append(Html.escape(label))
                                .append("</th><td>")
                                .append(Html.escape(value))
                                .append("</td></tr>\n"));
        return facts.isEmpty() ? "" : table.append("</table>").toString();
    }

    /** The newest texts of each prompt, prompt by prompt. */
    private static String samples(List<JsonNode> samples) {
        Map<String, List<JsonNode>> byPrompt =
                samples.stream()
                        .collect(
                                Collectors.groupingBy(
                                        sample -> sample.path("prompt").asText(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        StringBuilder table = new StringBuilder();
        byPrompt.forEach(
                (prompt, texts) -> {
                    int from = Math.max(0, texts.size() - MAX_SAMPLES);
                    texts.subList(from, texts.size()).forEach(text -> sample(table, prompt, text));
                });
        return table.isEmpty() ? "" : "<h3>samples</h3><table>" + table + "</table>\n";
    }

    private static void sample(StringBuilder table, String prompt, JsonNode sample) {
        table.append("<tr><th scope=\"row\">")
                .append(Html.escape(prompt))
                .append(" <small>step ")
                .append(sample.path("step").asLong())
                .append("</small></th><td>")
                .append(Html.escape(sample.path("text").asText()))
                .append("</td></tr>\n");
    }
}
