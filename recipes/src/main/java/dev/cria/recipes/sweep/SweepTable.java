package dev.cria.recipes.sweep;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.ExitCode;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.show.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the runs of a sweep came to: a row for each, a column for each swept key and for each figure
 * that a stage has said.
 *
 * @param best the row with the lowest held-out perplexity; -1 where none has one
 */
record SweepTable(List<String> heads, List<Row> rows, int best, String judgedBy) {

    /** A run: its label and the texts of the columns. */
    record Row(String label, List<String> cells) {}

    /** The start of the label of a figure that runs are compared by. */
    private static final String PERPLEXITY = "perplexity after";

    /** Starts of the labels of figures that say how good, how fast and how large. */
    private static final List<String> FIGURES =
            List.of(
                    PERPLEXITY,
                    "loss, mean of the last steps",
                    "held-out",
                    "reward",
                    "accuracy",
                    "tokens per second",
                    "time");

    private static final Pattern NUMBER = Pattern.compile("^-?[0-9.,]+(e-?[0-9]+)?");

    /** The table of runs that have ended with these exit codes. */
    static SweepTable of(Map<SweepPoint, Integer> codes) {
        Map<SweepPoint, Map<String, String>> facts = new LinkedHashMap<>();
        codes.keySet().forEach(point -> facts.put(point, facts(point)));
        Set<String> figures = figures(facts.values());
        Set<String> swept = codes.keySet().iterator().next().chosen().keySet();
        List<String> heads = new ArrayList<>(swept);
        heads.add("run");
        heads.addAll(figures);
        List<Row> rows = new ArrayList<>();
        codes.forEach(
                (point, code) -> {
                    List<String> cells = new ArrayList<>(point.chosen().values());
                    cells.add(ExitCode.describe(code));
                    figures.forEach(f -> cells.add(facts.get(point).getOrDefault(f, "")));
                    rows.add(new Row(point.label(), cells));
                });
        String judge = figures.stream().filter(f -> f.contains(PERPLEXITY)).reduce("", (a, b) -> b);
        return new SweepTable(heads, rows, lowest(rows, heads.indexOf(judge)), judge);
    }

    /** Comma-separated, as spreadsheets read it. */
    String csv() {
        StringBuilder csv = new StringBuilder(line(heads));
        rows.forEach(row -> csv.append(line(row.cells())));
        return csv.toString();
    }

    /** For a terminal; columns that do not fit any more are left to the page. */
    String text(int columns) {
        int room = columns > 0 ? columns : Integer.MAX_VALUE;
        List<Integer> widths = new ArrayList<>();
        int used = 2;
        for (int i = 0; i < heads.size(); i++) {
            int column = i;
            int width = Columns.width(heads.get(i));
            for (Row row : rows) {
                width = Math.max(width, Columns.width(row.cells().get(column)));
            }
            used += width + 2;
            if (used > room) {
                break;
            }
            widths.add(width);
        }
        StringBuilder text = new StringBuilder("  ").append(padded(heads, widths));
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == best ? "* " : "  ").append(padded(rows.get(i).cells(), widths));
        }
        if (best >= 0) {
            text.append("* lowest %s%n".formatted(judgedBy));
        }
        if (widths.size() < heads.size()) {
            text.append("%d more columns in the page%n".formatted(heads.size() - widths.size()));
        }
        return text.toString();
    }

    private static String padded(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.size(); i++) {
            line.append(Columns.pad(cells.get(i), widths.get(i))).append("  ");
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static Map<String, String> facts(SweepPoint point) {
        RunFolder folder = new RunFolder(point.recipe());
        Map<String, String> facts = new LinkedHashMap<>();
        boolean alone = point.recipe().stages().size() == 1;
        for (Stage stage : point.recipe().stages()) {
            folder.resultOf(stage)
                    .ifPresent(
                            result ->
                                    result.facts()
                                            .forEach(
                                                    (label, value) ->
                                                            facts.put(
                                                                    alone
                                                                            ? label
                                                                            : stage.name()
                                                                                    + ": "
                                                                                    + label,
                                                                    value)));
        }
        return facts;
    }

    private static Set<String> figures(Collection<Map<String, String>> facts) {
        return facts.stream()
                .flatMap(one -> one.keySet().stream())
                .filter(SweepTable::isFigure)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isFigure(String label) {
        String own = label.substring(label.indexOf(": ") < 0 ? 0 : label.indexOf(": ") + 2);
        return FIGURES.stream().anyMatch(own::startsWith);
    }

    private static int lowest(List<Row> rows, int column) {
        int lowest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; column >= 0 && i < rows.size(); i++) {
            OptionalDouble number = number(rows.get(i).cells().get(column));
            if (number.isPresent() && number.getAsDouble() < least) {
                least = number.getAsDouble();
                lowest = i;
            }
        }
        return lowest;
    }

    private static OptionalDouble number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find()
                ? OptionalDouble.of(Double.parseDouble(matcher.group().replace(",", "")))
                : OptionalDouble.empty();
    }

    private static String line(List<String> cells) {
        return cells.stream()
                        .map(
                                cell ->
                                        cell.matches("[^\",\n\r]*")
                                                ? cell
                                                : '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(","))
                + "\n";
    }
}
