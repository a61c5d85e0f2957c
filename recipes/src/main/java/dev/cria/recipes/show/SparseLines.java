package dev.cria.recipes.show;

import dev.cria.recipes.run.ProgressSink;
import java.io.PrintStream;

/** Progress for logs: a line whenever another tenth is done. */
final class SparseLines implements ProgressSink {

    private final PrintStream out;
    private final String stage;
    private long start;
    private long first;
    private long tenths;

    SparseLines(PrintStream out, String stage) {
        this.out = out;
        this.stage = stage;
    }

    @Override
    public void at(long done, long total, String note) {
        if (start == 0) {
            start = System.nanoTime();
            first = done;
            return;
        }
        long reached = total == 0 ? 0 : 10 * done / total;
        if (reached > tenths) {
            tenths = reached;
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = Math.max(done - first, 1) / seconds;
            out.printf(
                    "%s %d/%d  %.1f/s  %.0f s left  %s%n",
                    stage, done, total, rate, (total - done) / rate, note);
        }
    }
}
