package dev.cria.recipes.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Runs that differ in their seed alone, as one row: of each figure the mean and the standard
 * deviation of a run, which says how much of a difference is chance.
 */
final class SeedMeans {

    private static final String SEED = "seed";

    private SeedMeans() {}

    /** A row for each group of several runs; none where no seed was swept. */
    static List<SweepTable.Row> of(
            List<String> swept, List<String> heads, List<SweepTable.Row> rows) {
        int seed = swept.indexOf(SEED);
        if (seed < 0) {
            return List.of();
        }
        Map<List<String>, List<SweepTable.Row>> groups = new LinkedHashMap<>();
        for (SweepTable.Row row : rows) {
            List<String> others = new ArrayList<>(row.cells().subList(0, swept.size()));
            others.remove(seed);
            groups.computeIfAbsent(others, key -> new ArrayList<>()).add(row);
        }
        return groups.values().stream()
                .filter(group -> group.size() > 1)
                .map(group -> mean(group, seed, swept.size(), heads.size()))
                .toList();
    }

    private static SweepTable.Row mean(
            List<SweepTable.Row> group, int seed, int swept, int columns) {
        List<String> cells = new ArrayList<>(group.get(0).cells().subList(0, swept));
        cells.set(seed, "mean of " + group.size());
        cells.add("");
        for (int column = swept + 1; column < columns; column++) {
            int one = column;
            List<OptionalDouble> figures =
                    group.stream().map(row -> Figure.of(row.cells().get(one))).toList();
            cells.add(figures.stream().allMatch(OptionalDouble::isPresent) ? text(figures) : "");
        }
        return new SweepTable.Row("", cells);
    }

    private static String text(List<OptionalDouble> figures) {
        double mean =
                figures.stream().mapToDouble(OptionalDouble::getAsDouble).average().orElseThrow();
        double squares =
                figures.stream().mapToDouble(f -> Math.pow(f.getAsDouble() - mean, 2)).sum();
        double deviation = Math.sqrt(squares / (figures.size() - 1));
        return String.format(Locale.ROOT, "%.4f ± %.4f", mean, deviation);
    }
}
