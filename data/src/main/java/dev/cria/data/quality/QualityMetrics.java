package dev.cria.data.quality;

import java.util.Comparator;
import java.util.List;

/**
 * How well a classifier does on documents that it was not trained on.
 *
 * @param numTrain documents it was trained on
 * @param numHeldOut documents it was judged by
 * @param accuracy share of held-out documents on the right side of 0.5
 * @param auc probability that a good document scores above a bad one (area under the ROC curve)
 */
public record QualityMetrics(int numTrain, int numHeldOut, double accuracy, double auc) {

    /** A score and the truth. */
    record Scored(double score, boolean good) {}

    static QualityMetrics of(int numTrain, List<Scored> heldOut) {
        long right = heldOut.stream().filter(s -> s.score() >= 0.5 == s.good()).count();
        return new QualityMetrics(
                numTrain, heldOut.size(), (double) right / heldOut.size(), auc(heldOut));
    }

    /** The Mann-Whitney statistic; documents of equal score share their mean rank. */
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
