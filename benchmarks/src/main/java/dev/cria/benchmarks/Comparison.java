package dev.cria.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Two sides that do the same work, run in turn so that a change of the machine meets both.
 *
 * @param name what is compared
 * @param targets what the ratios Cria / peer should reach
 */
record Comparison(String name, Targets targets, List<Figures> cria, List<Figures> peer) {

    private static final double LOSS_TOLERANCE = 1e-3;

    /**
     * Bounds of ratios Cria / peer.
     *
     * @param speed the least
     * @param memory the most; NaN for no bound
     * @param firstStep the most; NaN for no bound
     */
    record Targets(double speed, double memory, double firstStep) {}

    /**
     * Runs the peer and each of our ways to do the work in turn, {@code runs} times.
     *
     * @param cria by what distinguishes it, appended to the name
     */
    static List<Comparison> run(
            String name,
            Targets targets,
            int runs,
            Map<String, Supplier<Figures>> cria,
            Supplier<Figures> peer) {
        List<Figures> theirs = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        for (String way : cria.keySet()) {
            comparisons.add(new Comparison(name + way, targets, new ArrayList<>(), theirs));
        }
        for (int i = 0; i < runs; i++) {
            theirs.add(peer.get());
            int next = 0;
            for (Supplier<Figures> way : cria.values()) {
                Comparison comparison = comparisons.get(next++);
                comparison.cria.add(way.get());
                System.err.printf(
                        "%s, run %d: peer %s, Cria %s%n",
                        comparison.name,
                        i + 1,
                        Row.number(theirs.get(i).tokensPerSecond()),
                        Row.number(comparison.cria.get(i).tokensPerSecond()));
            }
        }
        return comparisons;
    }

    /** For work that our side does with fewer tokens: both counted as the peer's. */
    Comparison byTokensOfPeer() {
        long tokens = peer.get(0).tokens();
        return new Comparison(
                name, targets, cria.stream().map(one -> one.countedAs(tokens)).toList(), peer);
    }

    /** With what a reference says before the first step, which the peer's says in each. */
    Row withReference() {
        double[] ours = cria.stream().mapToDouble(Figures::tokensPerSecondWithReference).toArray();
        double[] theirs = peer.stream().mapToDouble(Figures::tokensPerSecond).toArray();
        return row("tokens/s with the reference", ">=", targets.speed, ours, theirs);
    }

    /** The lines of the table. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("tokens/s", ">=", targets.speed, Figures::tokensPerSecond));
        rows.add(row("peak GB", "<=", targets.memory, figures -> figures.peakResident() / 1e9));
        rows.add(row("first step, s", "<=", targets.firstStep, Figures::firstStepSeconds));
        double worst = largestLossDifference();
        rows.add(
                new Row(
                        name + ", losses",
                        String.format(Locale.ROOT, "%.1e", worst),
                        "<= 1e-3",
                        worst <= LOSS_TOLERANCE,
                        "largest difference of a step's loss; tokens %s"
                                .formatted(sameTokens() ? "equal" : "DIFFER")));
        return rows;
    }

    /** Over all steps and runs. */
    double largestLossDifference() {
        double worst = 0;
        for (Figures one : cria) {
            for (Figures other : peer) {
                if (one.losses().size() != other.losses().size()) {
                    return Double.NaN;
                }
                for (int i = 0; i < one.losses().size(); i++) {
                    double difference = Math.abs(one.losses().get(i) - other.losses().get(i));
                    worst = Math.max(worst, difference);
                }
            }
        }
        return worst;
    }

    private boolean sameTokens() {
        return cria.stream().allMatch(one -> one.tokens() == peer.get(0).tokens());
    }

    private Row row(String what, String sense, double bound, ToDoubleFunction<Figures> figure) {
        return row(
                what,
                sense,
                bound,
                cria.stream().mapToDouble(figure).toArray(),
                peer.stream().mapToDouble(figure).toArray());
    }

    private Row row(String what, String sense, double bound, double[] ours, double[] theirs) {
        double ratio = Median.of(ours) / Median.of(theirs);
        boolean reached = sense.equals("<=") ? ratio <= bound : ratio >= bound;
        return new Row(
                name + ", " + what,
                Row.number(ratio),
                Double.isNaN(bound) ? "" : sense + " " + bound,
                Double.isNaN(bound) || reached,
                "Cria %s  peer %s".formatted(Row.numbers(ours), Row.numbers(theirs)));
    }
}
