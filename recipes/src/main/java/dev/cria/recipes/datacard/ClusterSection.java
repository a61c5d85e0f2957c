package dev.cria.recipes.datacard;

import dev.cria.data.card.Cluster;
import dev.cria.data.card.Clusters;
import dev.cria.data.card.DataCard;
import dev.cria.recipes.show.Html;
import java.util.List;

/** Documents that repeat one another, by the steps that found them. */
record ClusterSection(List<DataCard.Step> steps) {

    /** Empty where no step found any. */
    String html() {
        StringBuilder html = new StringBuilder();
        for (DataCard.Step step : steps) {
            if (step.stats().clusters().sizes().documents() > 0) {
                html.append(of(step));
            }
        }
        return html.isEmpty()
                ? ""
                : "<section id=\"duplicates\"><h2>Documents that repeat one another</h2>\n"
                        + html
                        + "</section>\n";
    }

    private static String of(DataCard.Step step) {
        Clusters clusters = step.stats().clusters();
        long count = clusters.sizes().documents();
        long dropped = step.stats().documentsDropped();
        StringBuilder html = new StringBuilder("<h3><code>");
        html.append(Html.escape(step.stats().step())).append("</code></h3>\n<p>");
        html.append(
                "%s of documents alike: of each one was kept, and %s dropped."
                        .formatted(Figures.count(count, "cluster"), Figures.count(dropped)));
        html.append("</p>\n<div class=\"figures\">");
        html.append(
                new HistogramChart(
                                "Clusters by size",
                                "documents of a cluster",
                                "clusters",
                                clusters.sizes(),
                                null)
                        .html());
        html.append("</div>\n<h4>The largest</h4>\n");
        clusters.largest().forEach(cluster -> html.append(of(cluster)));
        return html.toString();
    }

    private static String of(Cluster cluster) {
        Cluster.Member kept = cluster.members().get(0);
        StringBuilder html = new StringBuilder("<details><summary>");
        html.append(Figures.count(cluster.size(), "document"))
                .append(": ")
                .append(Html.escape(start(kept.text())))
                .append("</summary>\n");
        for (Cluster.Member member : cluster.members()) {
            html.append("<article>").append(SampleView.text(member.text()));
            html.append("<footer>").append(SampleView.name(member.id(), member.source()));
            html.append(member.ordinal() == cluster.kept() ? " · kept" : " · dropped");
            html.append("</footer></article>\n");
        }
        long others = cluster.size() - cluster.members().size();
        if (others > 0) {
            html.append("<p class=\"note\">and %s</p>\n".formatted(Figures.count(others, "other")));
        }
        return html.append("</details>\n").toString();
    }

    private static String start(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        int end = Math.min(line.length(), 60);
        boolean splits = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
        return end < line.length() ? line.substring(0, splits ? end - 1 : end) + "…" : line;
    }
}
