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
 * @param losses one for each step, from the first
 */
record Figures(
        long tokens,
        double tokensPerSecond,
        long peakResident,
        long peakAnonymous,
        double firstStepSeconds,
        List<Double> losses) {}
