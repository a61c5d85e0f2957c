package dev.cria.recipes.show;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.RunView;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The run on a console: a bar or lines for each stage, and a table at the end. */
public final class ConsoleView implements RunView {

    private static final int LOG_WIDTH = 100;
    private static final int MAX_LABEL = 34;
    private static final int MIN_LABEL = 21;
    private static final int MAX_LINES = 8;

    private final PrintStream out;
    private final int columns;
    private Progress progress;

    /** What shows the progress of one stage. */
    interface Progress extends ProgressSink {
        /** The stage goes no further. */
        void close();
    }

    /**
     * A view.
     *
     * @param columns the terminal's width; 0 where there is none, for logs
     */
    public ConsoleView(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public ProgressSink begin(Stage stage) {
        progress =
                columns > 0
                        ? new Bar(out, stage.name(), columns)
                        : new SparseLines(out, stage.name());
        return progress;
    }

    @Override
    public void end(Stage stage, double seconds, boolean ended) {
        progress.close();
        if (ended && columns == 0) {
            out.printf(Locale.ROOT, "%s done in %.1f s%n", stage.name(), seconds);
        }
    }

    @Override
    public void skipped(Stage stage) {
        out.println(Columns.pad(stage.name(), Bar.NAME) + " done before");
    }

    @Override
    public void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun) {
        if (anythingRun) {
            Report.write(folder, results);
        }
        results.forEach(this::table);
        out.println();
        out.println(label("run folder") + folder.path());
        out.println(label("report") + folder.path().resolve("report.html"));
        if (!anythingRun) {
            out.println();
            out.println("Nothing is left to do. A new run needs another output_dir.");
        }
    }

    private void table(Stage stage, JobResult result) {
        out.println();
        out.println(stage.name());
        result.facts().forEach(this::row);
    }

    private void row(String label, String value) {
        String start = label(label);
        int indent = labelWidth() + 3;
        if (Columns.width(start) > indent) {
            out.println(start.stripTrailing());
            start = " ".repeat(indent);
        }
        List<String> lines = Columns.wrap(Printable.of(value), width() - indent);
        for (String line : lines.subList(0, Math.min(lines.size(), MAX_LINES))) {
            out.println(start + line);
            start = " ".repeat(indent);
        }
        if (lines.size() > MAX_LINES) {
            out.println(start + "… (the rest is in the report)");
        }
    }

    private String label(String text) {
        return "  " + Columns.pad(Printable.of(text).replace('\n', ' '), labelWidth()) + " ";
    }

    private int labelWidth() {
        return Math.max(MIN_LABEL, Math.min(MAX_LABEL, width() / 3));
    }

    private int width() {
        return columns > 0 ? columns : LOG_WIDTH;
    }
}
