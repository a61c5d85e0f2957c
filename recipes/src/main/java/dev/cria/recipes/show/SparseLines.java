package dev.cria.recipes.show;

import dev.cria.recipes.run.ProgressSink;
import java.io.PrintStream;

/** Progress for logs: a line whenever another tenth is done. */
final class SparseLines implements ProgressSink {

    private final PrintStream out;
    private final String stage;
    private final long start = System.nanoTime();
    private long tenths;

    SparseLines(PrintStream out, String stage) {
        this.out = out;
        this.stage = stage;
    }

    @Override
    public void at(long done, long total, String note) {
        long reached = total == 0 ? 0 : 10 * done / total;
        if (reached > tenths) {
            tenths = reached;
            double seconds = (System.nanoTime() - start) / 1e9;
            out.printf(
                    "%s %d/%d  %.1f/s  %.0f s left  %s%n",
                    stage, done, total, done / seconds, seconds * (total - done) / done, note);
        }
    }
}
