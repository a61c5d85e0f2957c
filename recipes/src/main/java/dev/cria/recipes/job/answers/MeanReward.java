package dev.cria.recipes.job.answers;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The mean of what answers are worth, with its 95% interval: 1.96 standard errors of the means of
 * the prompts, because answers to one prompt are alike.
 */
final class MeanReward {

    private static final double NORMAL_95 = 1.96;

    private int prompts;
    private double mean;
    private double squares;

    /** Adds the answers to a prompt (Welford's update). */
    void add(DoubleStream rewards) {
        double value = rewards.average().orElseThrow();
        prompts++;
        double distance = value - mean;
        mean += distance / prompts;
        squares += distance * (value - mean);
    }

    double mean() {
        return mean;
    }

    /** Half the width of the interval; no number for fewer than two prompts. */
    double halfWidth() {
        return NORMAL_95 * Math.sqrt(squares / (prompts - 1) / prompts);
    }

    @Override
    public String toString() {
        return prompts < 2
                ? String.format(Locale.ROOT, "%.4f", mean)
                : String.format(Locale.ROOT, "%.4f ± %.4f", mean, halfWidth());
    }
}
