package dev.cria.recipes.sweep;

import dev.cria.recipes.show.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of texts, for a terminal. */
final class TextGrid {

    private static final int GAP = 2;

    private TextGrid() {}

    /** The rows with a mark before the first text of each. */
    static List<List<String>> marked(List<List<String>> rows, List<String> marks) {
        List<List<String>> marked = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = new ArrayList<>(rows.get(i));
            row.set(0, marks.get(i) + row.get(0));
            marked.add(row);
        }
        return marked;
    }

    /** Rows as columns. */
    static List<List<String>> turned(List<List<String>> rows) {
        return IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> rows.stream().map(row -> row.get(column)).toList())
                .toList();
    }

    /**
     * The text.
     *
     * @param columns the terminal's width, columns beyond which are left out; 0 for all
     */
    static String of(List<List<String>> rows, int columns) {
        List<Integer> widths = new ArrayList<>();
        int used = GAP;
        for (List<String> column : turned(rows)) {
            int width = column.stream().mapToInt(Columns::width).max().orElse(0);
            used += width + GAP;
            if (columns > 0 && used > columns && !widths.isEmpty()) {
                break;
            }
            widths.add(width);
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ".repeat(GAP));
            for (int i = 0; i < widths.size(); i++) {
                line.append(Columns.pad(row.get(i), widths.get(i))).append(" ".repeat(GAP));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        int left = rows.get(0).size() - widths.size();
        return left == 0
                ? text.toString()
                : text + "  (%d more columns in the page)%n".formatted(left);
    }
}
