package dev.cria.recipes.datacard;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.card.CardStats;
import dev.cria.data.card.DataCard;
import dev.cria.recipes.show.Html;
import dev.cria.recipes.show.Page;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** card.html: the data card of a curation, drawn from its card.json. */
public record DataCardPage(DataCard card) {

    /** What the page is called, beside card.json. */
    public static final String FILE = "card.html";

    /**
     * Draws the page of a curation's output, where an earlier one is replaced.
     *
     * @return the page
     * @throws UserException when there is no card, or no page can be written
     */
    public static Path write(Path folder) {
        String html = new DataCardPage(DataCard.read(folder)).html(folder.toString());
        Path page = folder.resolve(FILE);
        try {
            DurableFiles.writeFile(page, html.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw new UserException(
                    "cannot write %s: %s; check its permissions and free space"
                            .formatted(page, e.getMessage()),
                    e);
        }
        return page;
    }

    /** The page; {@code subtitle} says which card it is. */
    String html(String subtitle) {
        Funnel funnel = new Funnel(card);
        StringBuilder body = new StringBuilder();
        body.append(navigation());
        body.append("<main>").append(funnel.summary());
        body.append("<section id=\"steps\"><h2>What each step dropped</h2>\n");
        body.append(funnel.table()).append("</section>\n");
        body.append("<section id=\"reasons\"><h2>Why, with examples</h2>\n");
        card.steps().forEach(step -> body.append(new StepSection(step).html()));
        body.append("</section>\n");
        body.append(new ClusterSection(card.steps()).html());
        body.append("<section id=\"kept\"><h2>Kept, for example</h2>\n");
        body.append(SampleView.all(card.after().samples().taken())).append("</section>\n");
        body.append("<section id=\"lengths\"><h2>Lengths and scores</h2>\n");
        body.append(charts()).append("</section>\n");
        body.append("<section id=\"origins\"><h2>Where documents are from</h2>\n");
        body.append(new Origins(card.before(), card.after()).html()).append("</section>\n");
        body.append("<section id=\"inputs\"><h2>Inputs</h2>\n");
        body.append(inputs()).append(badRows()).append(results()).append("</section>\n");
        body.append(about()).append("</main>");
        String style = Page.resource(DataCardPage.class, "card.css");
        return Page.of("Data card", subtitle, style, body.toString());
    }

    private String navigation() {
        boolean repeats = !new ClusterSection(card.steps()).html().isEmpty();
        return """
        <nav aria-label="parts of this page"><a href="#steps">steps</a> <a href="#reasons">reasons</a> %s<a href="#kept">kept</a> <a href="#lengths">lengths</a> <a href="#origins">sources</a> <a href="#inputs">inputs</a> <a href="#about">about</a></nav>
        """
                .formatted(repeats ? "<a href=\"#duplicates\">duplicates</a> " : "");
    }

    private String charts() {
        var before = card.before().lengths();
        var after = card.after().lengths();
        StringBuilder html = new StringBuilder("<div class=\"figures\">");
        html.append(
                new HistogramChart(
                                "Characters",
                                "characters of a document",
                                "documents",
                                before.byCharacters(),
                                after.byCharacters())
                        .html());
        html.append(
                new HistogramChart(
                                "Words",
                                "words of a document",
                                "documents",
                                before.byWords(),
                                after.byWords())
                        .html());
        html.append(
                new HistogramChart(
                                "Length of words",
                                "characters of a word, mean of a document",
                                "documents",
                                before.byWordLength(),
                                after.byWordLength())
                        .html());
        card.before()
                .scores()
                .forEach(
                        (name, scores) ->
                                html.append(
                                        new HistogramChart(
                                                        name,
                                                        "score " + name,
                                                        "documents",
                                                        scores,
                                                        card.after()
                                                                .scores()
                                                                .getOrDefault(
                                                                        name,
                                                                        new dev.cria.data.card
                                                                                .Histogram(
                                                                                scores.bins())))
                                                .html()));
        return html.append("</div>\n").toString();
    }

    private String inputs() {
        Table table = new Table("Input files", "file", "#size", "#last changed, UTC");
        for (DataCard.Input input : card.inputs()) {
            table.row(
                    Html.escape(input.name()),
                    Figures.bytes(input.bytes()),
                    Html.escape(input.modified().replaceFirst("T(\\d\\d:\\d\\d).*", " $1")));
        }
        long more = card.inputFiles() - card.inputs().size();
        return table.html()
                + "<p class=\"note\">%s%s, %s</p>\n"
                        .formatted(
                                more > 0 ? "and %s more: ".formatted(Figures.count(more)) : "",
                                Figures.count(card.inputFiles(), "file"),
                                Figures.bytes(card.inputBytes()));
    }

    private String badRows() {
        if (card.badRows() == 0) {
            return "";
        }
        Table table = new Table("Rows that held no document", "file and row", "problem");
        for (CardStats.BadRow row : card.badRowExamples()) {
            table.texts(Html.escape(row.file() + ":" + row.row()), Html.escape(row.problem()));
        }
        return "<h3>Rows that held no document</h3>\n<p>%s, of which the first:</p>\n%s"
                .formatted(Figures.count(card.badRows(), "row"), table.html());
    }

    private String results() {
        StringBuilder rows = new StringBuilder();
        Table table = new Table("What steps found out", "step", "found");
        card.results()
                .forEach(
                        (step, found) ->
                                found.forEach(
                                        (label, value) -> {
                                            rows.append(label);
                                            table.texts(
                                                    Html.escape(step + ", " + label),
                                                    Html.escape(value));
                                        }));
        return rows.isEmpty() ? "" : "<h3>What steps found out</h3>\n" + table.html();
    }

    private String about() {
        String masks =
                card.maskedBy().isEmpty()
                        ? "No step replaced personal data, so what documents hold of it is also here."
                        : "Excerpts, addresses and details are shown as %s leaves them, also of documents that never came to that step; ids are shown as they are."
                                .formatted(String.join(", ", card.maskedBy()));
        return """
        <section id="about"><h2>About this card</h2>
        <p>Examples are a draw: the documents with the least hash of what they are called and how they begin. The same inputs and steps give the same card, for any number of threads, also of a run that was killed and went on. An excerpt has up to 320 characters; empty lines are left out. %s</p>
        <p>In the figures on lengths a word is what stands between white space or Chinese punctuation, and each Chinese character. What a word is to a step is among its settings. A document that names no language counts as zh where three in ten of its letters are Chinese characters, as for the steps. How long the curation took is in the report of the run; everything here is in card.json too.</p>
        </section>
        """
                .formatted(Html.escape(masks));
    }
}
