package dev.cria.recipes.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.RunFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** report.html: curves and tables of a run in one file that needs nothing else. */
public final class Report {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1c2330;--soft:#667085;--line:#d8dde6;--page:#fff;--curve:#2563eb}
            @media(prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#98a2b3;--line:#333b49;--page:#12161d;--curve:#7aa2ff}}
            body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--page);max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
            p.path{color:var(--soft);margin:.2rem 0 0;word-break:break-all}
            table{border-collapse:collapse;width:100%}td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
            td:first-child{color:var(--soft);width:38%}td:last-child{white-space:pre-wrap;overflow-wrap:anywhere}
            figure{margin:1rem 0}figcaption{color:var(--soft);font-size:.85rem}svg{width:100%;height:auto;display:block}
            svg text{fill:var(--soft);font-size:11px}svg .grid{stroke:var(--line)}svg polyline{fill:none;stroke:var(--curve);stroke-width:1.6}
            """;

    private Report() {}

    /** Writes the report of a run. */
    public static void write(RunFolder folder, Map<Stage, JobResult> results) {
        String name = folder.path().getFileName().toString();
        StringBuilder html = new StringBuilder();
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        html.append(escape(name)).append("</title><style>").append(STYLE).append("</style></head>");
        html.append("<body><h1>").append(escape(name)).append("</h1><p class=\"path\">");
        html.append(escape(folder.path().toString())).append("</p>");
        List<JsonNode> metrics = folder.metrics().read();
        results.forEach((stage, result) -> stage(html, stage, result, metrics));
        html.append("</body></html>\n");
        byte[] bytes = html.toString().getBytes(StandardCharsets.UTF_8);
        DurableFiles.writeFile(folder.path().resolve("report.html"), bytes);
    }

    private static void stage(
            StringBuilder html, Stage stage, JobResult result, List<JsonNode> metrics) {
        html.append("<h2>").append(escape(stage.name())).append("</h2>");
        List<JsonNode> steps =
                metrics.stream()
                        .filter(step -> step.path("stage").asText().equals(stage.name()))
                        .toList();
        Map<String, String> curves = new LinkedHashMap<>();
        curves.put("loss", "loss");
        curves.put("reward_accuracy", "reward accuracy");
        curves.forEach(
                (field, caption) -> {
                    if (steps.size() > 1 && steps.get(0).has(field)) {
                        html.append(LineChart.svg(steps, field, caption));
                    }
                });
        html.append("<table>");
        result.facts()
                .forEach(
                        (label, value) ->
                                html.append("<tr><td>")
                                        .append(escape(label))
                                        .append("</td><td>")
                                        .append(escape(value))
                                        .append("</td></tr>"));
        html.append("</table>");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
