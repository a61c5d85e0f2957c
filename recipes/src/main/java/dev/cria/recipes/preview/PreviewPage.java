package dev.cria.recipes.preview;

import dev.cria.recipes.show.Html;
import dev.cria.recipes.show.Page;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Previews as a page in one file. */
public final class PreviewPage {

    private PreviewPage() {}

    /**
     * The page.
     *
     * @param name of the recipe
     */
    public static String of(String name, List<Preview> previews) {
        String body = previews.stream().map(PreviewPage::stage).collect(Collectors.joining());
        return Page.of(
                name + ": preview",
                "Rows as the model gets them, in their order.",
                Page.resource(PreviewPage.class, "preview.css"),
                body);
    }

    private static String stage(Preview preview) {
        StringBuilder html = new StringBuilder("<section>\n");
        html.append("<h2>%s</h2>\n".formatted(Html.escape(preview.stage().name())));
        html.append("<table>");
        fact(html, "tokenizer", preview.tokenizer().toString());
        preview.facts().forEach((label, value) -> fact(html, label, value));
        fact(html, "with loss", PreviewText.share(preview.targets(), preview.tokens()));
        if (!preview.complete()) {
            fact(
                    html,
                    "read",
                    String.format(
                            Locale.ROOT,
                            "the first %,d rows of each data set; with all of them, rows are packed and drawn otherwise",
                            StageLook.MOST_ROWS));
        }
        html.append("</table>\n");
        html.append(
                "<p class=\"legend\"><span class=\"t w\">carries loss</span> <span class=\"t m\">does not</span> <span class=\"t m s\">special token</span> <span class=\"x\">cut off</span></p>\n");
        preview.rows().forEach(row -> row(html, row));
        return html.append("</section>\n").toString();
    }

    private static void fact(StringBuilder html, String label, String value) {
        html.append(
                "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                        .formatted(Html.escape(label), Html.escape(value)));
    }

    private static void row(StringBuilder html, ShownRow row) {
        html.append(
                String.format(
                        Locale.ROOT,
                        "<article><h3>%s <small>%,d of %,d tokens, %,d with loss</small></h3>\n",
                        Html.escape(row.label()),
                        row.tokens(),
                        row.capacity(),
                        row.targets()));
        bar(html, row);
        row.parts().forEach(part -> part(html, part));
        html.append("</article>\n");
    }

    /** Which part takes how much of the row, and how much of it carries loss. */
    private static void bar(StringBuilder html, ShownRow row) {
        int width = Math.max(row.capacity(), row.tokens());
        html.append("<div class=\"bar\" aria-hidden=\"true\">");
        for (Part part : row.parts()) {
            html.append(
                    String.format(
                            Locale.ROOT,
                            "<i style=\"width:%.3f%%\"><b style=\"width:%.1f%%\"></b></i>",
                            100.0 * part.tokens() / width,
                            100.0 * part.targets() / Math.max(1, part.tokens())));
        }
        html.append("</div>\n");
    }

    private static void part(StringBuilder html, Part part) {
        html.append(
                String.format(
                        Locale.ROOT,
                        "<h4>%s <small>positions %d to %d, %,d with loss, %s</small></h4>\n<div class=\"tokens\" lang=\"\">",
                        Html.escape(part.label()),
                        part.firstPosition(),
                        part.firstPosition() + part.tokens() - 1,
                        part.targets(),
                        Html.escape(part.origin())));
        if (part.before() > 0) {
            html.append(note("%,d tokens before stand in another row ", part.before()));
        }
        int position = part.firstPosition();
        for (Piece piece : part.pieces()) {
            token(html, piece, position);
            position += piece.ids().size();
        }
        if (part.after() > 0) {
            html.append(
                    note(" cut here: %,d tokens behind it are not in this row: ", part.after()));
            part.cut()
                    .forEach(
                            piece ->
                                    html.append("<span class=\"x\">")
                                            .append(Html.escape(piece.text()))
                                            .append("</span>"));
            html.append("…");
        }
        html.append("</div>\n");
    }

    private static String note(String format, int tokens) {
        return "<span class=\"note\">" + String.format(Locale.ROOT, format, tokens) + "</span>";
    }

    private static void token(StringBuilder html, Piece piece, int position) {
        String ids = piece.ids().stream().map(String::valueOf).collect(Collectors.joining(" "));
        String kind = piece.learnt() ? "t w" : "t m";
        boolean odd = piece.learnt() && piece.weight() != 1;
        html.append("<span class=\"")
                .append(piece.special() ? kind + " s" : kind)
                .append("\" title=\"position ")
                .append(position)
                .append(", id ")
                .append(ids)
                .append(piece.learnt() ? ", weight " + piece.weight() : ", no loss")
                .append('"');
        if (odd) {
            html.append(
                    String.format(Locale.ROOT, " style=\"--w:%.2f\"", Math.min(2, piece.weight())));
        }
        html.append('>')
                .append(Html.escape(piece.text()).replace("\n", "⏎<br/>"))
                .append("</span>");
    }
}
