package dev.cria.recipes.datacard;

import dev.cria.data.card.DataCard;
import dev.cria.data.card.DropStats;
import dev.cria.data.card.StepStats;
import dev.cria.recipes.show.Html;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was read, what each step left of it, and what came out. */
record Funnel(DataCard card) {

    private static final int MOST_NAMED = 3;

    private long read() {
        return card.before().lengths().documents();
    }

    private long kept() {
        return card.after().lengths().documents();
    }

    /** The whole in figures and in two or three sentences. */
    String summary() {
        StringBuilder html = new StringBuilder("<ul class=\"tiles\">");
        tile(html, "documents kept", kept(), read());
        tile(
                html,
                "characters kept",
                card.after().lengths().characters(),
                card.before().lengths().characters());
        tile(html, "words kept", card.after().lengths().words(), card.before().lengths().words());
        html.append(
                "<li><strong>%s</strong> %s<br/><small>that held no document</small></li>"
                        .formatted(
                                Figures.count(card.badRows()),
                                card.badRows() == 1 ? "row" : "rows"));
        html.append("</ul>\n<p class=\"lead\">").append(told()).append("\n");
        return html.toString();
    }

    private static void tile(StringBuilder html, String what, long kept, long read) {
        html.append(
                "<li><strong>%s</strong> %s<br/><small>%s of %s</small></li>"
                        .formatted(
                                Figures.count(kept),
                                what,
                                Figures.share(kept, read),
                                Figures.count(read)));
    }

    private String told() {
        List<DataCard.Step> most =
                card.steps().stream()
                        .filter(step -> step.stats().documentsDropped() > 0)
                        .sorted(
                                Comparator.<DataCard.Step>comparingLong(
                                                step -> step.stats().documentsDropped())
                                        .reversed())
                        .limit(MOST_NAMED)
                        .toList();
        if (most.isEmpty()) {
            return "Nothing was dropped.</p>";
        }
        return "Most was dropped by</p><ul class=\"lead\">"
                + most.stream().map(this::told).collect(Collectors.joining())
                + "</ul>";
    }

    private String told(DataCard.Step step) {
        Map.Entry<String, DropStats> first =
                step.stats().dropped().entrySet().stream()
                        .max(Comparator.comparingLong(drops -> drops.getValue().documents()))
                        .orElseThrow();
        long dropped = step.stats().documentsDropped();
        return "<li><a href=\"#step-%1$s\"><code>%1$s</code></a>: %2$s, %3$s of all; %4$s of them: %5$s</li>\n"
                .formatted(
                        Html.escape(step.stats().step()),
                        Figures.count(dropped, "document"),
                        Figures.share(dropped, read()),
                        Figures.share(first.getValue().documents(), dropped),
                        Html.escape(Rules.of(step, first.getKey())));
    }

    /** A row for each step. */
    String table() {
        Table table =
                new Table(
                        "What each step dropped",
                        "step",
                        "#documents came",
                        "#dropped",
                        "#of all read",
                        "#changed",
                        "#characters less");
        table.row(
                "read" + Table.bar("kept", read() == 0 ? 0.0 : 1.0),
                Figures.count(read()),
                "",
                "",
                "",
                "");
        for (DataCard.Step step : card.steps()) {
            StepStats stats = step.stats();
            long dropped = stats.documentsDropped();
            table.row(
                    "<a href=\"#step-%1$s\"><code>%1$s</code></a>%2$s"
                            .formatted(
                                    Html.escape(stats.step()),
                                    Table.bar(
                                            "kept",
                                            part(stats.documentsIn() - dropped),
                                            "dropped",
                                            part(dropped))),
                    Figures.count(stats.documentsIn()),
                    Figures.count(dropped),
                    Figures.share(dropped, read()),
                    Figures.count(stats.documentsChanged()),
                    Figures.count(stats.charactersIn() - stats.charactersKept()));
        }
        table.row("kept" + Table.bar("kept", part(kept())), Figures.count(kept()), "", "", "", "");
        return table.html()
                + "<p class=\"note\"><span class=\"key kept\">kept</span> and <span class=\"key dropped\">dropped</span>, as shares of all documents that were read</p>\n";
    }

    private double part(long documents) {
        return read() == 0 ? 0 : (double) documents / read();
    }
}
