package dev.cria.recipes.datacard;

import dev.cria.data.card.Bins;
import dev.cria.data.card.Histogram;
import dev.cria.recipes.show.Axis;
import dev.cria.recipes.show.Html;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Two histograms over one another as inline SVG, with the numbers as a table below.
 *
 * @param title what is counted
 * @param unit of the number by which documents are counted
 * @param things what has the numbers, such as documents
 * @param before wide bars behind; their names are read and kept
 * @param after narrow bars in front; null where there is only one
 */
record HistogramChart(String title, String unit, String things, Histogram before, Histogram after) {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 240;
    private static final int LEFT = 66;
    private static final int RIGHT = 10;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;
    private static final int MOST_MARKS = 6;

    /** Empty where there is nothing to draw. */
    String html() {
        int[] drawn =
                IntStream.range(0, bins().size())
                        .filter(bar -> before.count(bar) > 0 || after(bar) > 0)
                        .toArray();
        if (drawn.length == 0) {
            return "";
        }
        return "<figure>"
                + svg(drawn[0], drawn[drawn.length - 1] + 1)
                + "<figcaption><strong>%s</strong> %s</figcaption>"
                        .formatted(Html.escape(title), caption())
                + table(drawn)
                + "</figure>\n";
    }

    private Bins bins() {
        return before.bins();
    }

    private long after(int bar) {
        return after == null ? 0 : after.count(bar);
    }

    private String caption() {
        String read = middle(before);
        if (after == null) {
            return read.isEmpty() ? "" : "the middle one has " + Html.escape(read);
        }
        return "<span class=\"key read\">read</span>, the middle one %s; <span class=\"key kept\">kept</span>, the middle one %s"
                .formatted(orNone(read), orNone(middle(after)));
    }

    private String orNone(String middle) {
        return middle.isEmpty() ? "none" : Html.escape(middle);
    }

    private String middle(Histogram histogram) {
        Histogram.Bar bar = histogram.median();
        return bar == null ? "" : range(bar.from(), bar.to());
    }

    private String range(double from, double to) {
        if (bins() != Bins.SIZES) {
            return "%s to %s".formatted(Figures.mark(from), Figures.mark(to));
        }
        long last = (long) to - 1;
        return from >= last
                ? Figures.count((long) from)
                : Figures.count((long) from) + " to " + Figures.count(last);
    }

    private String svg(int first, int end) {
        long most =
                IntStream.range(first, end)
                        .mapToLong(bar -> Math.max(before.count(bar), after(bar)))
                        .max()
                        .orElse(1);
        Axis values = Axis.covering(0, (double) Math.max(most, 4));
        double width = (double) (WIDTH - LEFT - RIGHT) / (end - first);
        StringBuilder svg = new StringBuilder();
        svg.append(
                format(
                        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                        WIDTH,
                        HEIGHT,
                        Html.escape(title + ": " + things + " by " + unit + "; numbers below")));
        for (double tick : values.ticks()) {
            if (tick == Math.rint(tick)) {
                double y = y(values, tick);
                svg.append(
                        format(
                                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                                LEFT, WIDTH - RIGHT, y, y));
                svg.append(text(LEFT - 6, y + 4, "end", Figures.mark(tick)));
            }
        }
        for (int bar = first; bar < end; bar++) {
            double x = LEFT + (bar - first) * width;
            svg.append(bar("read", x + 0.05 * width, 0.9 * width, values, before.count(bar), bar));
            if (after != null) {
                svg.append(bar("kept", x + 0.25 * width, 0.5 * width, values, after(bar), bar));
            }
        }
        marks(svg, first, end, width);
        svg.append(
                format(
                        "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        (LEFT + WIDTH - RIGHT) / 2.0,
                        HEIGHT - 6,
                        Html.escape(unit + (isLogarithmic(first, end) ? ", logarithmic" : ""))));
        svg.append(
                format(
                        "<text class=\"axis\" transform=\"translate(13 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                        (TOP + HEIGHT - BOTTOM) / 2.0, Html.escape(things)));
        return svg.append("</svg>").toString();
    }

    private boolean isLogarithmic(int first, int end) {
        return bins() == Bins.SIZES && bins().from(end - 1) > 10 * bins().from(first + 1);
    }

    private String bar(String kind, double x, double width, Axis values, long documents, int bar) {
        if (documents == 0) {
            return "";
        }
        double y = Math.min(y(values, (double) documents), HEIGHT - BOTTOM - 0.8);
        return format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s %s: %s</title></rect>",
                kind,
                x,
                y,
                width,
                HEIGHT - BOTTOM - y,
                range(bins().from(bar), bins().to(bar)),
                Html.escape(unit),
                Figures.count(documents) + (after == null ? "" : " " + kind));
    }

    /** Powers of ten, or some of the edges where there are none. */
    private void marks(StringBuilder svg, int first, int end, double width) {
        boolean byPowers = isLogarithmic(first, end);
        int each = Math.max(1, (int) Math.ceil((end - first) / (double) MOST_MARKS));
        for (int bar = first; bar <= end; bar++) {
            double edge = bar < bins().size() ? bins().from(bar) : bins().to(bar - 1);
            double power = Math.log10(Math.max(edge, 1));
            boolean isMarked =
                    byPowers ? edge > 0 && power == Math.rint(power) : (bar - first) % each == 0;
            if (isMarked) {
                double x = LEFT + (bar - first) * width;
                svg.append(
                        format(
                                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                                x, x, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 5));
                svg.append(text(x, HEIGHT - BOTTOM + 18, "middle", Figures.mark(edge)));
            }
        }
    }

    private String table(int[] drawn) {
        StringBuilder table =
                new StringBuilder("<details><summary>numbers</summary><table><thead><tr>");
        table.append("<th scope=\"col\">").append(Html.escape(unit)).append("</th>");
        table.append(after == null ? head(things) : head("read") + head("kept"));
        table.append("</tr></thead><tbody>\n");
        for (int bar : drawn) {
            table.append("<tr><th scope=\"row\">")
                    .append(range(bins().from(bar), bins().to(bar)))
                    .append("</th>")
                    .append(cell(before.count(bar)))
                    .append(after == null ? "" : cell(after(bar)))
                    .append("</tr>\n");
        }
        return table.append("</tbody></table></details>").toString();
    }

    private static String head(String name) {
        return "<th scope=\"col\" class=\"n\">" + Html.escape(name) + "</th>";
    }

    private static String cell(long number) {
        return "<td class=\"n\">" + Figures.count(number) + "</td>";
    }

    private static String text(double x, double y, String anchor, String label) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, label);
    }

    private static double y(Axis values, double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - values.share(value));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
