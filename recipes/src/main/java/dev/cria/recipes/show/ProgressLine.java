package dev.cria.recipes.show;

import dev.cria.recipes.run.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * The line of a bar. It always has the name, the share and what the job notes, the loss above all;
 * how much is done, the time left, the rate and the bar itself as far as the terminal has room.
 */
final class ProgressLine implements ProgressBarRenderer {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int LEAST_BAR = 6;
    private static final int MOST_BAR = 40;

    /** Where a terminal is narrower, long names are cut. */
    private static final int NARROW = 100;

    private static final int MOST_NAME = 24;

    @Override
    public String render(ProgressState state, int width) {
        double seconds = state.getElapsedAfterStart().toNanos() / 1e9;
        Work work =
                new Work(
                        state.getTaskName(),
                        state.getStart(),
                        state.getCurrent(),
                        state.getMax(),
                        seconds,
                        state.getExtraMessage());
        // What stood there before is written over; the last column would begin another line.
        return Columns.pad(text(work, width - 1), width - 1);
    }

    /**
     * How far a job is.
     *
     * @param start where the rate begins to count
     * @param total all the work; none or less where it is not known
     * @param seconds since {@code start}
     */
    record Work(String name, long start, long done, long total, double seconds, String note) {

        double rate() {
            return done > start && seconds > 0 ? (done - start) / seconds : 0;
        }
    }

    static String text(Work work, int width) {
        String name = shortened(work.name().strip(), width < NARROW ? Bar.NAME : MOST_NAME);
        String head = Columns.pad(name, Bar.NAME);
        String note = work.note().strip();
        if (work.total() <= 0) {
            return fitted(head + "   …  " + note, width);
        }
        head += String.format(Locale.ROOT, " %3d%%", 100 * work.done() / work.total());
        List<String> middle = new ArrayList<>();
        int room = width - Columns.width(head) - (note.isEmpty() ? 0 : 2 + Columns.width(note));
        for (String part : optional(work)) {
            if (Columns.width(part) + 2 > room) {
                break;
            }
            middle.add(part);
            room -= Columns.width(part) + 2;
        }
        String bar = room >= LEAST_BAR + 3 ? " " + bar(work, Math.min(MOST_BAR, room - 3)) : "";
        List<String> parts = new ArrayList<>(List.of(head + bar));
        parts.addAll(middle);
        if (!note.isEmpty()) {
            parts.add(note);
        }
        return fitted(String.join("  ", parts), width);
    }

    /** In the order in which they are wanted. */
    private static List<String> optional(Work work) {
        List<String> parts = new ArrayList<>(List.of(work.done() + "/" + work.total()));
        if (work.rate() > 0) {
            parts.add(Durations.show((work.total() - work.done()) / work.rate()) + " left");
            parts.add(String.format(Locale.ROOT, "%.1f/s", work.rate()));
        }
        return parts;
    }

    private static String bar(Work work, int cells) {
        long eighths = Math.min(8L * cells, 8L * cells * work.done() / work.total());
        int full = (int) (eighths / 8);
        String part = full < cells ? EIGHTHS.substring((int) (eighths % 8)).substring(0, 1) : "";
        return "│" + "█".repeat(full) + part + " ".repeat(Math.max(0, cells - full - 1)) + "│";
    }

    private static String shortened(String name, int most) {
        return Columns.width(name) <= most ? name : cut(name, most - 1) + "…";
    }

    private static String fitted(String text, int width) {
        return Columns.width(text) <= width ? text : cut(text, Math.max(1, width));
    }

    private static String cut(String text, int width) {
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            if (Columns.width(text.substring(0, next)) > width) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }
}
