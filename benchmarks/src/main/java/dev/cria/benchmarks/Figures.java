package dev.cria.benchmarks;

import java.util.List;

/**
 * What one training run of either side showed.
 *
 * @param tokens real tokens of the steps after the warm-up; padding does not count
 * @param tokensPerSecond the same by the time of these steps
 * @param peakResident bytes, of the whole process
 * @param peakAnonymous bytes, of the whole process
 * @param firstStepSeconds from the start of the process to the end of the first optimizer step
 * @param referenceSeconds what a reference took before the steps, for the share of them that is
 *     timed
 * @param losses one for each step, from the first
 */
record Figures(
        long tokens,
        double tokensPerSecond,
        long peakResident,
        long peakAnonymous,
        double firstStepSeconds,
        double referenceSeconds,
        List<Double> losses) {

    /** The same work, counted as so many tokens. */
    Figures countedAs(long otherTokens) {
        return new Figures(
                otherTokens,
                tokensPerSecond * otherTokens / tokens,
                peakResident,
                peakAnonymous,
                firstStepSeconds,
                referenceSeconds,
                losses);
    }

    /** The tokens after the warm-up by the time of their steps and of the reference. */
    double tokensPerSecondWithReference() {
        return tokens / (tokens / tokensPerSecond + referenceSeconds);
    }
}
