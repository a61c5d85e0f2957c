package dev.cria.recipes.show;

import java.util.List;
import java.util.Locale;

/** A figure of one metric over the steps, as inline SVG. */
final class LineChart {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 220;
    private static final int LEFT = 48;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int MAX_POINTS = 1000;
    private static final int FEW = 20;

    private LineChart() {}

    /** A value of a metric; it may be no number, and is then left out. */
    record Point(long step, double value) {}

    /**
     * The figure; empty where there is nothing to draw a line through.
     *
     * @param noisy whether a mean is drawn over the values where there are many
     */
    static String svg(String caption, List<Point> all, boolean noisy) {
        List<Point> points = all.stream().filter(point -> Double.isFinite(point.value())).toList();
        if (points.size() < 2) {
            return "";
        }
        double least = points.stream().mapToDouble(Point::value).min().orElseThrow();
        double most = points.stream().mapToDouble(Point::value).max().orElseThrow();
        Axis values = Axis.covering(least, most);
        Axis steps =
                new Axis(
                        (double) points.get(0).step(),
                        (double) points.get(points.size() - 1).step(),
                        1);
        StringBuilder svg = new StringBuilder();
        svg.append(
                format(
                        "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                        WIDTH, HEIGHT, Html.escape(caption)));
        for (double tick : values.ticks()) {
            double y = y(values, tick);
            svg.append(
                    format(
                            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                            LEFT, WIDTH - RIGHT, y, y));
            svg.append(text(LEFT - 6, y + 4, "end", Axis.label(tick)));
        }
        for (double tick : Axis.covering(steps.low(), steps.high()).ticks()) {
            if (tick >= steps.low() && tick <= steps.high() && tick == Math.rint(tick)) {
                svg.append(text(x(steps, tick), HEIGHT - 8, "middle", Axis.label(tick)));
            }
        }
        List<Point> drawn = thinned(points);
        if (noisy && points.size() > FEW) {
            svg.append(line("raw", drawn, steps, values));
            svg.append(line("curve", thinned(smoothed(points)), steps, values));
        } else {
            svg.append(line("curve", drawn, steps, values));
        }
        Point last = points.get(points.size() - 1);
        return svg.append(
                        format(
                                "</svg><figcaption><b>%s</b> over steps; at step %d: %s</figcaption></figure>",
                                Html.escape(caption), last.step(), Axis.brief(last.value())))
                .toString();
    }

    /** Exponential moving average over about a twentieth of the steps. */
    private static List<Point> smoothed(List<Point> points) {
        double keep = 1 - 1 / Math.max(2, points.size() / 20.0);
        double[] mean = {points.get(0).value()};
        return points.stream()
                .map(
                        point -> {
                            mean[0] = keep * mean[0] + (1 - keep) * point.value();
                            return new Point(point.step(), mean[0]);
                        })
                .toList();
    }

    private static List<Point> thinned(List<Point> points) {
        int stride = 1 + points.size() / MAX_POINTS;
        return java.util.stream.IntStream.range(0, points.size())
                .filter(i -> i % stride == 0 || i == points.size() - 1)
                .mapToObj(points::get)
                .toList();
    }

    private static String line(String kind, List<Point> points, Axis steps, Axis values) {
        StringBuilder line = new StringBuilder("<polyline class=\"" + kind + "\" points=\"");
        for (Point point : points) {
            line.append(
                    format(
                            "%.1f,%.1f ",
                            x(steps, (double) point.step()), y(values, point.value())));
        }
        return line.append("\"/>").toString();
    }

    private static String text(double x, double y, String anchor, String label) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, label);
    }

    private static double x(Axis steps, double step) {
        return LEFT + (WIDTH - LEFT - RIGHT) * steps.share(step);
    }

    private static double y(Axis values, double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - values.share(value));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
