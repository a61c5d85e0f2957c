package dev.cria.recipes.show;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Progress on a terminal: a bar with the rate, the time left and what the job notes. */
final class Bar implements ConsoleView.Progress {

    /** Width of the names of stages. */
    static final int NAME = 10;

    private final ProgressBar bar;
    private final PrintStream out;
    private final int columns;
    private boolean begun;

    Bar(PrintStream out, String stage, int columns) {
        this.out = out;
        this.columns = columns;
        bar =
                new ProgressBarBuilder()
                        .setTaskName(stage)
                        .setInitialMax(-1)
                        .setUpdateIntervalMillis(200)
                        .setRenderer(new ProgressLine())
                        .setConsumer(new ConsoleProgressBarConsumer(out, columns))
                        .build();
    }

    @Override
    public void at(long done, long total, String note) {
        if (total > 0) {
            bar.maxHint(total);
        }
        bar.stepTo(done);
        if (!begun) {
            // The rate and the time left count from here: earlier work was that of another run.
            bar.pause();
            bar.resume();
            begun = true;
        }
        bar.setExtraMessage(Printable.of(note));
    }

    @Override
    public void say(String line) {
        bar.pause();
        out.print("\r" + Columns.pad("", columns - 1) + "\r");
        Columns.wrap(Printable.of(line), columns).forEach(out::println);
        bar.resume();
    }

    /** Where the rate begins to count. */
    long start() {
        return bar.getStart();
    }

    @Override
    public void close() {
        bar.close();
    }
}
