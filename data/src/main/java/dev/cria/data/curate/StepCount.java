package dev.cria.data.curate;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step did.
 *
 * @param dropped documents dropped, by reason; {@code in} is {@code kept} plus all of them
 */
public record StepCount(String step, long in, long kept, SortedMap<String, Long> dropped) {

    /** Both together. */
    StepCount plus(StepCount other) {
        TreeMap<String, Long> sum = new TreeMap<>(dropped);
        other.dropped.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new StepCount(step, in + other.in, kept + other.kept, sum);
    }
}
