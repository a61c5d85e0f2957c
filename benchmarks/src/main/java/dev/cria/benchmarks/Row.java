package dev.cria.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A line of the table.
 *
 * @param target what the value should be; empty where nothing is asked
 * @param reached whether it is
 * @param raw every single measurement
 */
record Row(String what, String value, String target, boolean reached, String raw) {

    /** The table as Markdown. */
    static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        text.append("| what | ratio or share | target | | measured |\n");
        text.append("|---|---|---|---|---|\n");
        for (Row row : rows) {
            String verdict = row.target.isEmpty() ? "" : row.reached ? "yes" : "no";
            text.append(
                    "| %s | %s | %s | %s | %s |%n"
                            .formatted(row.what, row.value, row.target, verdict, row.raw));
        }
        return text.toString();
    }

    /** Four significant digits. */
    static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return String.valueOf(value);
        }
        int whole = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(6, 4 - whole)) + "f", value);
    }

    /** Numbers one after another. */
    static String numbers(double... values) {
        return Arrays.stream(values).mapToObj(Row::number).collect(Collectors.joining(" "));
    }
}
