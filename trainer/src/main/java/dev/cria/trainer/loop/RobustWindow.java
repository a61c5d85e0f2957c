package dev.cria.trainer.loop;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The last values of a series, and how far another one lies from them. */
final class RobustWindow {

    /** The standard deviation of a normal distribution, in median absolute deviations. */
    private static final double PER_MAD = 1.4826;

    /** Deviations below this share of the median are taken for it: values may be all alike. */
    private static final double LEAST_SHARE = 1e-3;

    private final int size;
    private final Deque<Double> values = new ArrayDeque<>();

    RobustWindow(int size) {
        this.size = size;
    }

    void add(double value) {
        values.addLast(value);
        if (values.size() > size) {
            values.removeFirst();
        }
    }

    boolean isFull() {
        return values.size() == size;
    }

    double median() {
        return median(toArray());
    }

    /** How many robust standard deviations (1.4826 MAD) a value lies above the median. */
    double deviations(double value) {
        double median = median();
        double mad = median(Arrays.stream(toArray()).map(v -> Math.abs(v - median)).toArray());
        return (value - median) / Math.max(PER_MAD * mad, LEAST_SHARE * Math.abs(median));
    }

    double[] toArray() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    void set(double[] newest) {
        values.clear();
        Arrays.stream(newest).forEach(this::add);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
