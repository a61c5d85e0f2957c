package dev.cria.recipes.sweep;

import dev.cria.recipes.show.Html;
import dev.cria.recipes.show.Page;
import java.nio.file.Path;
import java.util.List;

/** sweep.html: the table of a sweep, with a way to the report of each run. */
final class SweepPage {

    private SweepPage() {}

    static String of(Path folder, SweepTable table) {
        StringBuilder body = new StringBuilder("<section><div class=\"wide\"><table><thead><tr>");
        body.append("<th scope=\"col\">report</th>");
        table.heads().forEach(head -> cell(body, "th scope=\"col\"", "th", head));
        body.append("</tr></thead>\n");
        for (int i = 0; i < table.rows().size(); i++) {
            SweepTable.Row row = table.rows().get(i);
            body.append(i == table.best() ? "<tr class=\"best\">" : "<tr>")
                    .append("<td>%s</td>".formatted(report(row.label())));
            List<String> cells = row.cells();
            cells.forEach(text -> cell(body, "td", "td", text));
            body.append("</tr>\n");
        }
        body.append("</table></div>");
        if (table.best() >= 0) {
            body.append("<p>In bold: the lowest %s.</p>".formatted(Html.escape(table.judgedBy())));
        }
        body.append("</section>\n");
        return Page.of(
                folder.getFileName().toString(),
                folder.toString(),
                "tr.best td { font-weight: bold }\n",
                body.toString());
    }

    private static String report(String label) {
        return label.isEmpty()
                ? ""
                : "<a href=\"%s/report.html\">open</a>".formatted(Html.escape(label));
    }

    private static void cell(StringBuilder body, String open, String close, String text) {
        body.append('<')
                .append(open)
                .append('>')
                .append(Html.escape(text))
                .append("</")
                .append(close)
                .append('>');
    }
}
