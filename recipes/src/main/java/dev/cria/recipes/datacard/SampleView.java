package dev.cria.recipes.datacard;

import dev.cria.data.card.Sample;
import dev.cria.recipes.show.Html;
import java.util.List;

/** Documents that stand for others. */
final class SampleView {

    private static final int LINES = 10;

    private SampleView() {}

    /** The first one, and the others behind a click. */
    static String firstOf(List<Sample> samples) {
        if (samples.isEmpty()) {
            return "";
        }
        String rest = all(samples.subList(1, samples.size()));
        return of(samples.get(0))
                + (rest.isEmpty()
                        ? ""
                        : "<details><summary>%s more</summary>%s</details>\n"
                                .formatted(samples.size() - 1, rest));
    }

    static String all(List<Sample> samples) {
        StringBuilder html = new StringBuilder();
        samples.forEach(sample -> html.append(of(sample)));
        return html.toString();
    }

    private static String of(Sample sample) {
        StringBuilder html = new StringBuilder("<article>");
        if (sample.before().isEmpty()) {
            html.append(text(sample.text()));
        } else {
            html.append("<p class=\"label\">before</p>").append(text(sample.before()));
            html.append("<p class=\"label\">after</p>").append(text(sample.text()));
        }
        html.append("<footer>").append(name(sample.id(), sample.source()));
        html.append(" · ").append(Figures.count(sample.characters(), "character"));
        if (!sample.url().isEmpty()) {
            html.append(" · ").append(Html.escape(sample.url()));
        }
        if (!sample.detail().isEmpty()) {
            html.append(" · ").append(Html.escape(sample.detail()));
        }
        return html.append("</footer></article>\n").toString();
    }

    /** The id, and the source where that does not name it already. */
    static String name(String id, String source) {
        boolean isNamed = source.isEmpty() || id.contains(source);
        return Html.escape(isNamed ? id : source + ": " + id);
    }

    /** An excerpt, a few lines of it. */
    static String text(String excerpt) {
        List<String> lines = excerpt.strip().lines().filter(line -> !line.isBlank()).toList();
        String text = String.join("\n", lines.subList(0, Math.min(LINES, lines.size())));
        boolean isCut = lines.size() > LINES && !text.endsWith("…");
        return "<blockquote>" + Html.escape(text + (isCut ? "\n…" : "")) + "</blockquote>";
    }
}
