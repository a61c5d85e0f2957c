package dev.cria.recipes.show;

import java.io.PrintStream;
import java.util.Locale;

/** Progress for logs: a line whenever another tenth is done. */
final class SparseLines implements ConsoleView.Progress {

    private final PrintStream out;
    private final String stage;
    private long start;
    private long first;
    private long tenths = -1;

    SparseLines(PrintStream out, String stage) {
        this.out = out;
        this.stage = stage;
        out.println(stage + " …");
    }

    /** The rate counts from the first report that knows the total: before is preparation. */
    @Override
    public void at(long done, long total, String note) {
        if (total == 0) {
            return;
        }
        long reached = 10 * done / total;
        if (tenths < 0) {
            tenths = reached;
            start = System.nanoTime();
            first = done;
        } else if (reached > tenths) {
            tenths = reached;
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = Math.max(done - first, 1) / seconds;
            out.printf(
                    Locale.ROOT,
                    "%s %d/%d  %.1f/s  %.0f s left  %s%n",
                    stage,
                    done,
                    total,
                    rate,
                    (total - done) / rate,
                    Printable.of(note));
        }
    }

    @Override
    public void say(String line) {
        out.println(stage + " " + Printable.of(line));
    }

    @Override
    public void close() {
        out.flush();
    }
}
