package dev.cria.recipes.show;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.Runner;
import java.io.PrintStream;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The run on a terminal: a bar per stage with rate and time left, and a table at the end. */
public final class ConsoleView implements Runner.RunView {

    private final PrintStream out;
    private final boolean terminal;
    private ProgressBar bar;

    /** A view; without a terminal it prints a line for each end of a stage. */
    public ConsoleView(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public ProgressSink begin(Stage stage) {
        if (!terminal) {
            out.println(stage.name() + " …");
            return new SparseLines(out, stage.name());
        }
        bar =
                new ProgressBarBuilder()
                        .setTaskName(Columns.pad(stage.name(), 10))
                        .setInitialMax(-1)
                        .setUpdateIntervalMillis(200)
                        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(out, 100))
                        .build();
        return (done, total, note) -> {
            if (total > 0) {
                bar.maxHint(total);
            }
            bar.stepTo(done);
            bar.setExtraMessage(" " + note);
        };
    }

    @Override
    public void end(Stage stage, double seconds) {
        if (bar != null) {
            bar.close();
            bar = null;
        } else {
            out.printf("%s done in %.1f s%n", stage.name(), seconds);
        }
    }

    @Override
    public void skipped(Stage stage) {
        out.println(Columns.pad(stage.name(), 10) + " was done before");
    }

    @Override
    public void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun) {
        if (anythingRun) {
            Report.write(folder, results);
        } else {
            out.println("Nothing is left to do; a new output_dir starts a new run.");
        }
        results.forEach((stage, result) -> table(stage, result));
        out.println();
        out.println("run folder  " + folder.path());
        out.println("report      " + folder.path().resolve("report.html"));
    }

    private void table(Stage stage, JobResult result) {
        out.println();
        out.println(stage.name());
        result.facts()
                .forEach(
                        (label, value) ->
                                out.println(
                                        "  "
                                                + Columns.pad(Columns.fit(label, 40), 42)
                                                + Columns.fit(value, 76)));
    }
}
