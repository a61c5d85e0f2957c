package dev.cria.data.card;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Where the bars of a histogram begin. A bar holds its lower edge; the last one has no upper. */
public enum Bins {

    /** Whole numbers by Renard's series R10 (ISO 3), ten bars from a power of ten to the next. */
    SIZES(renard()),

    /** Halves up to 20. */
    WORD_LENGTHS(IntStream.rangeClosed(0, 40).mapToDouble(i -> i / 2.0).toArray()),

    /** Twentieths from 0 to 1; a score of 1 is in the last one. */
    SCORES(IntStream.range(0, 20).mapToDouble(i -> i / 20.0).toArray());

    private static final int POWERS = 10;

    @SuppressWarnings("ImmutableEnumChecker") // nobody gets it
    private final double[] edges;

    Bins(double[] edges) {
        this.edges = edges;
    }

    private static double[] renard() {
        double[] series = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
        return DoubleStream.concat(
                        DoubleStream.of(0),
                        IntStream.range(0, POWERS)
                                .boxed()
                                .flatMapToDouble(
                                        power ->
                                                Arrays.stream(series)
                                                        .map(v -> Math.ceil(v * power(power)))))
                .distinct()
                .toArray();
    }

    private static double power(int exponent) {
        return Math.pow(10, exponent);
    }

    /** How many bars there are. */
    public int size() {
        return edges.length;
    }

    /** The bar of a value of at least 0. */
    int of(double value) {
        int found = Arrays.binarySearch(edges, value);
        return found >= 0 ? found : -found - 2;
    }

    /** Where a bar begins. */
    public double from(int bar) {
        return edges[bar];
    }

    /** Where a bar ends; the last one as if it were as wide as the one before. */
    public double to(int bar) {
        return bar + 1 < edges.length
                ? edges[bar + 1]
                : 2 * edges[bar] - (bar > 0 ? edges[bar - 1] : 0);
    }
}
