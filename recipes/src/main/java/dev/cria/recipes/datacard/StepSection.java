package dev.cria.recipes.datacard;

import dev.cria.data.card.DataCard;
import dev.cria.data.card.DropStats;
import dev.cria.data.card.StepStats;
import dev.cria.recipes.show.Html;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a step did: why it dropped what, examples, what it was set to. */
record StepSection(DataCard.Step step) {

    /** Reasons whose first example is seen at once. */
    private static final int SHOWN = 3;

    private StepStats stats() {
        return step.stats();
    }

    String html() {
        StringBuilder html = new StringBuilder();
        html.append(
                "<section><h3 id=\"step-%1$s\"><code>%1$s</code> <small>%2$s</small></h3>\n"
                        .formatted(Html.escape(stats().step()), Html.escape(Rules.of(step))));
        html.append("<p>").append(Html.escape(told())).append("</p>\n");
        if (!stats().dropped().isEmpty()) {
            html.append(reasons());
            html.append(examples());
        }
        if (!stats().changes().taken().isEmpty()) {
            html.append("<h4>Changed, for example</h4>\n");
            html.append(SampleView.firstOf(stats().changes().taken()));
        }
        return html.append(new SettingsView(step).html()).append("</section>\n").toString();
    }

    private String told() {
        long in = stats().documentsIn();
        long dropped = stats().documentsDropped();
        String told =
                dropped == 0
                        ? "Dropped none of " + Figures.count(in, "document") + "."
                        : "Dropped %s of %s (%s)."
                                .formatted(
                                        Figures.count(dropped),
                                        Figures.count(in, "document"),
                                        Figures.share(dropped, in));
        long changed = stats().documentsChanged();
        if (changed > 0) {
            long left = stats().charactersIn() - stats().charactersDropped();
            long less = left - stats().charactersKept();
            told +=
                    " Changed %s of those it kept (%s), by which they have %s %s."
                            .formatted(
                                    Figures.count(changed),
                                    Figures.share(changed, in - dropped),
                                    Figures.count(Math.abs(less), "character"),
                                    less >= 0 ? "less" : "more");
        }
        return told;
    }

    private List<Map.Entry<String, DropStats>> byCount() {
        return stats().dropped().entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<String, DropStats>>comparingLong(
                                        drops -> drops.getValue().documents())
                                .reversed())
                .toList();
    }

    private String reasons() {
        Table table =
                new Table(
                        "Reasons of " + stats().step(),
                        "reason",
                        "#documents",
                        "#of its drops",
                        "#characters");
        for (Map.Entry<String, DropStats> drops : byCount()) {
            long documents = drops.getValue().documents();
            table.row(
                    "%s <small>%s</small>%s"
                            .formatted(
                                    Html.escape(Rules.of(step, drops.getKey())),
                                    Html.escape(drops.getKey()),
                                    Table.bar(
                                            "dropped",
                                            (double) documents / stats().documentsDropped())),
                    Figures.count(documents),
                    Figures.share(documents, stats().documentsDropped()),
                    Figures.count(drops.getValue().characters()));
        }
        return table.html();
    }

    private String examples() {
        StringBuilder html = new StringBuilder("<h4>Dropped, for example</h4>\n");
        StringBuilder rest = new StringBuilder();
        List<Map.Entry<String, DropStats>> all = byCount();
        for (int i = 0; i < all.size(); i++) {
            String reason = all.get(i).getKey();
            (i < SHOWN ? html : rest)
                    .append("<h5>")
                    .append(Html.escape(Rules.of(step, reason)))
                    .append("</h5>\n")
                    .append(SampleView.firstOf(all.get(i).getValue().samples().taken()));
        }
        if (!rest.isEmpty()) {
            html.append(
                    "<details><summary>examples of %s</summary>%s</details>\n"
                            .formatted(Figures.count(all.size() - SHOWN, "other reason"), rest));
        }
        return html.toString();
    }
}
