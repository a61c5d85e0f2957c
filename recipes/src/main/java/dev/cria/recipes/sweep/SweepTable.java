package dev.cria.recipes.sweep;

import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.ExitCode;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.RunFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
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
        rows.addAll(SeedMeans.of(List.copyOf(swept), heads, rows));
        String judge = figures.stream().filter(f -> f.contains(PERPLEXITY)).reduce("", (a, b) -> b);
        return new SweepTable(
                heads, rows, lowest(rows.subList(0, codes.size()), heads.indexOf(judge)), judge);
    }

    /** Comma-separated, as spreadsheets read it. */
    String csv() {
        StringBuilder csv = new StringBuilder(line(heads));
        rows.forEach(row -> csv.append(line(row.cells())));
        return csv.toString();
    }

    /**
     * For a terminal; what does not fit any more is left to the page. Where there are more figures
     * than runs, each run is a column.
     */
    String text(int columns) {
        List<List<String>> grid = new ArrayList<>(List.of(heads));
        rows.forEach(row -> grid.add(row.cells()));
        List<String> marks = new ArrayList<>(List.of(""));
        rows.forEach(row -> marks.add(rows.indexOf(row) == best ? "*" : ""));
        boolean turned = heads.size() > rows.size() + 2;
        List<List<String>> shown = TextGrid.marked(grid, marks);
        String text = TextGrid.of(turned ? TextGrid.turned(shown) : shown, columns);
        return best < 0 ? text : text + "* lowest %s%n".formatted(judgedBy);
    }

    private static Map<String, String> facts(SweepPoint point) {
        RunFolder folder = new RunFolder(point.recipe());
        Map<String, String> facts = new LinkedHashMap<>();
        boolean alone = point.recipe().stages().size() == 1;
        for (Stage stage : point.recipe().stages()) {
            Map<String, String> said =
                    folder.resultOf(stage).map(JobResult::facts).orElse(Map.of());
            said.forEach(
                    (label, value) -> {
                        if (isFigure(stage, label)) {
                            facts.put(alone ? label : stage.name() + ": " + label, value);
                        }
                    });
        }
        return facts;
    }

    private static Set<String> figures(Collection<Map<String, String>> facts) {
        return facts.stream()
                .flatMap(one -> one.keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Of an examination everything is told, of other stages what runs are compared by. */
    private static boolean isFigure(Stage stage, String label) {
        return stage.type().equals("eval")
                ? !label.equals("time")
                : FIGURES.stream().anyMatch(label::startsWith);
    }

    private static int lowest(List<Row> rows, int column) {
        int lowest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; column >= 0 && i < rows.size(); i++) {
            OptionalDouble number = Figure.of(rows.get(i).cells().get(column));
            if (number.isPresent() && number.getAsDouble() < least) {
                least = number.getAsDouble();
                lowest = i;
            }
        }
        return lowest;
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
