package dev.cria.recipes.datacard;

import dev.cria.data.card.CorpusStats;
import dev.cria.data.card.TopCounts;
import dev.cria.recipes.show.Html;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where documents are from, before and after: by source, language and domain. */
record Origins(CorpusStats before, CorpusStats after) {

    private static final int ROWS = 25;

    String html() {
        return table("Sources", "source", CorpusStats::sources, "no source")
                + table("Languages", "language", CorpusStats::languages, "not known")
                + table("Domains", "domain", CorpusStats::domains, "no host");
    }

    private String table(
            String title, String head, Function<CorpusStats, TopCounts> counts, String nameless) {
        List<TopCounts.Row> all = counts.apply(before).rows();
        if (all.isEmpty()) {
            return "";
        }
        Map<String, TopCounts.Row> kept =
                counts.apply(after).rows().stream()
                        .collect(Collectors.toMap(TopCounts.Row::name, row -> row));
        long read = before.lengths().documents();
        Table table = new Table(title, head, "#read", "#kept", "#kept of read", "#characters kept");
        for (TopCounts.Row row : all.subList(0, Math.min(ROWS, all.size()))) {
            TopCounts.Row left = kept.getOrDefault(row.name(), new TopCounts.Row("", 0, 0));
            table.row(
                    Html.escape(row.name().isEmpty() ? nameless : row.name())
                            + Table.bar(
                                    "kept",
                                    (double) left.documents() / read,
                                    "dropped",
                                    Math.max(0, row.documents() - left.documents())
                                            / (double) read),
                    Figures.count(row.documents()),
                    Figures.count(left.documents()),
                    Figures.share(left.documents(), row.documents()),
                    Figures.count(left.characters()));
        }
        return "<section><h3>%s</h3>\n%s%s</section>\n"
                .formatted(title, table.html(), note(counts, all.size()));
    }

    private String note(Function<CorpusStats, TopCounts> counts, int names) {
        long error = Math.max(counts.apply(before).error(), counts.apply(after).error());
        String note =
                names > ROWS ? "The first %s of %s. ".formatted(ROWS, Figures.count(names)) : "";
        if (error > 0) {
            note =
                    "There are more than could be counted one by one: counts may be up to %s too small. "
                                    .formatted(Figures.count(error, "document"))
                            + "The first %s. ".formatted(Math.min(ROWS, names));
        }
        return note.isEmpty() ? "" : "<p class=\"note\">" + note.strip() + "</p>\n";
    }
}
