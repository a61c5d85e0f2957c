package dev.cria.trainer.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a reward model is as sure as it is right. By its own model of preferences the answer with
 * the higher score is the better one with probability {@code sigmoid(difference)}, from 0.5 up; of
 * pairs that it is equally sure of, that share should be as people said.
 *
 * @param bins of equal width from 0.5 to 1, without empty ones
 * @param error expected calibration error: the distance between {@code sure} and {@code right}, on
 *     average over pairs (Guo et al. 2017, arXiv:1706.04599, equation 3)
 */
public record Calibration(List<Bin> bins, double error) {

    private static final int BINS = 5;

    /**
     * Pairs of which the model is about equally sure.
     *
     * @param from least probability
     * @param to highest
     * @param pairs how many
     * @param sure their probability on average
     * @param right the share of which the answer that people preferred has the higher score
     */
    public record Bin(double from, double to, int pairs, double sure, double right) {}

    /**
     * Of pairs that the model has scored.
     *
     * @param margins score of the better answer less that of the worse one
     */
    public static Calibration of(double[] margins) {
        int[] pairs = new int[BINS];
        double[] sure = new double[BINS];
        double[] right = new double[BINS];
        for (double margin : margins) {
            double probability = 1 / (1 + Math.exp(-Math.abs(margin)));
            int bin = Math.min(BINS - 1, (int) ((probability - 0.5) * 2 * BINS));
            pairs[bin]++;
            sure[bin] += probability;
            right[bin] += margin > 0 ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int i = 0; i < BINS; i++) {
            if (pairs[i] > 0) {
                error += Math.abs(sure[i] - right[i]) / margins.length;
                bins.add(
                        new Bin(
                                0.5 + i * 0.5 / BINS,
                                0.5 + (i + 1) * 0.5 / BINS,
                                pairs[i],
                                sure[i] / pairs[i],
                                right[i] / pairs[i]));
            }
        }
        return new Calibration(List.copyOf(bins), error);
    }
}
