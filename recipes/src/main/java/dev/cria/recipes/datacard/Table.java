package dev.cria.recipes.datacard;

import dev.cria.recipes.show.Html;

/** A table that scrolls by itself where it is too wide, also by keys. Cells are HTML. */
final class Table {

    private final StringBuilder html = new StringBuilder();

    /**
     * A table.
     *
     * @param caption plain text, for those who do not see it
     * @param heads of the columns, plain text; all but the first hold numbers where they begin with
     *     a hash sign
     */
    Table(String caption, String... heads) {
        html.append(
                """
                <div class="scroll" role="region" tabindex="0" aria-label="%1$s"><table><caption>%1$s</caption><thead><tr>"""
                        .formatted(Html.escape(caption)));
        for (String head : heads) {
            boolean isNumber = head.startsWith("#");
            html.append(isNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(Html.escape(isNumber ? head.substring(1) : head))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
    }

    /** A row: its head, and cells of numbers. */
    Table row(String head, String... numbers) {
        html.append("<tr><th scope=\"row\">").append(head).append("</th>");
        for (String number : numbers) {
            html.append("<td class=\"n\">").append(number).append("</td>");
        }
        html.append("</tr>\n");
        return this;
    }

    /** A row of texts. */
    Table texts(String head, String... cells) {
        html.append("<tr><th scope=\"row\">").append(head).append("</th>");
        for (String cell : cells) {
            html.append("<td>").append(cell).append("</td>");
        }
        html.append("</tr>\n");
        return this;
    }

    /** The whole. */
    String html() {
        return html + "</tbody></table></div>\n";
    }

    /** A bar for a row: shares of the width, each with its class; the numbers are in the cells. */
    static String bar(Object... classesAndShares) {
        StringBuilder bar = new StringBuilder("<span class=\"bar\" aria-hidden=\"true\">");
        for (int i = 0; i < classesAndShares.length; i += 2) {
            bar.append(
                    String.format(
                            java.util.Locale.ROOT,
                            "<i class=\"%s\" style=\"width:%.2f%%\"></i>",
                            classesAndShares[i],
                            100 * (double) classesAndShares[i + 1]));
        }
        return bar.append("</span>").toString();
    }
}
