package dev.cria.data.quality;

import java.util.Comparator;
import java.util.List;

/**
 * How well a classifier does on texts that it was neither trained on nor calibrated by.
 *
 * @param numTrain texts it was trained on
 * @param numCalibration texts its probabilities were fitted to
 * @param numHeldOut texts it was judged by
 * @param auc probability that a positive text scores above a negative one (area under the ROC
 *     curve)
 * @param accuracy share of texts on the right side of the threshold
 * @param precision share of the texts at or above the threshold that are positive; 1 for none
 * @param recall share of the positive texts that are at or above the threshold
 * @param calibrationError mean distance of probability and share of positives over ten bins of
 *     equal width (Guo et al. 2017, arXiv:1706.04599)
 */
public record ClassifierMetrics(
        int numTrain,
        int numCalibration,
        int numHeldOut,
        double auc,
        double accuracy,
        double precision,
        double recall,
        double calibrationError) {

    private static final int BINS = 10;

    static ClassifierMetrics of(
            int numTrain, int numCalibration, List<Scored> heldOut, double threshold) {
        long positives = heldOut.stream().filter(Scored::good).count();
        long above = heldOut.stream().filter(s -> s.score() >= threshold).count();
        long right = heldOut.stream().filter(s -> s.good() && s.score() >= threshold).count();
        long wrong = positives - right + above - right;
        return new ClassifierMetrics(
                numTrain,
                numCalibration,
                heldOut.size(),
                auc(heldOut),
                1 - (double) wrong / heldOut.size(),
                above == 0 ? 1 : (double) right / above,
                (double) right / positives,
                calibrationError(heldOut));
    }

    private static double calibrationError(List<Scored> scored) {
        double[] probability = new double[BINS];
        double[] positives = new double[BINS];
        for (Scored one : scored) {
            int bin = Math.min(BINS - 1, (int) (one.score() * BINS));
            probability[bin] += one.score();
            positives[bin] += one.good() ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(probability[bin] - positives[bin]);
        }
        return error / scored.size();
    }

    /** The Mann-Whitney statistic; texts of equal score share their mean rank. */
    private static double auc(List<Scored> scored) {
        List<Scored> sorted =
                scored.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
        double rankSum = 0;
        long numGood = 0;
        for (int start = 0; start < sorted.size(); ) {
            int end = start;
            long good = 0;
            while (end < sorted.size() && sorted.get(end).score() == sorted.get(start).score()) {
                good += sorted.get(end).good() ? 1 : 0;
                end++;
            }
            rankSum += good * (start + 1 + end) / 2.0;
            numGood += good;
            start = end;
        }
        long numBad = sorted.size() - numGood;
        return (rankSum - numGood * (numGood + 1) / 2.0) / ((double) numGood * numBad);
    }
}
