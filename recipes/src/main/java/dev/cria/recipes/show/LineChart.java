package dev.cria.recipes.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** A figure of the metrics over the steps, as inline SVG. */
final class LineChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int BOTTOM = 24;
    private static final int MAX_POINTS = 600;

    private LineChart() {}

    static String svg(List<JsonNode> steps, String field, String caption) {
        double low = steps.stream().mapToDouble(s -> s.path(field).asDouble()).min().orElse(0);
        double high = steps.stream().mapToDouble(s -> s.path(field).asDouble()).max().orElse(1);
        double range = high > low ? high - low : 1;
        StringBuilder svg = new StringBuilder("<figure><svg viewBox=\"0 0 ");
        svg.append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\" aria-label=\"");
        svg.append(caption).append("\">");
        for (int i = 0; i <= 4; i++) {
            double y = y(i / 4.0);
            svg.append(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            .formatted(LEFT, WIDTH, y, y));
            svg.append(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>"
                            .formatted(LEFT - 6, y + 4, number(low + range * i / 4)));
        }
        long first = steps.get(0).path("step").asLong();
        long last = steps.get(steps.size() - 1).path("step").asLong();
        svg.append(
                "<text x=\"%d\" y=\"%d\">step %d</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>"
                        .formatted(LEFT, HEIGHT - 6, first, WIDTH, HEIGHT - 6, last));
        svg.append("<polyline points=\"");
        int stride = Math.max(1, steps.size() / MAX_POINTS);
        for (int i = 0; i < steps.size(); i += stride) {
            double x = LEFT + (WIDTH - LEFT) * i / (double) (steps.size() - 1);
            double value = steps.get(i).path(field).asDouble();
            svg.append("%.1f,%.1f ".formatted(x, y((value - low) / range)));
        }
        return svg.append("\"/></svg><figcaption>")
                .append(caption)
                .append("</figcaption></figure>")
                .toString();
    }

    private static double y(double share) {
        return 10 + (HEIGHT - BOTTOM - 14) * (1 - share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
