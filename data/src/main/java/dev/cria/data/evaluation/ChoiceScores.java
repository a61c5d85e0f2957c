package dev.cria.data.evaluation;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Whether the likeliest choice is the right one, as lm-evaluation-harness 0.4 has it: {@code acc}
 * by log-probability, {@code acc_norm} by that over the number of characters, {@code acc_bytes}
 * over that of UTF-8 bytes. Of equal ones the first counts.
 */
public final class ChoiceScores {

    private ChoiceScores() {}

    /** 1 or 0 by the names of the metrics. */
    public static Map<String, Integer> of(
            List<String> metrics, List<String> choices, double[] logProbs, int gold) {
        Map<String, Integer> scores = new LinkedHashMap<>();
        for (String metric : metrics) {
            ToDoubleFunction<String> length =
                    switch (metric) {
                        case "acc_norm" -> choice -> choice.codePointCount(0, choice.length());
                        case "acc_bytes" ->
                                choice -> choice.getBytes(StandardCharsets.UTF_8).length;
                        default -> choice -> 1;
                    };
            scores.put(metric, best(choices, logProbs, length) == gold ? 1 : 0);
        }
        return scores;
    }

    private static int best(
            List<String> choices, double[] logProbs, ToDoubleFunction<String> length) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logProbs.length; i++) {
            double value = logProbs[i] / length.applyAsDouble(choices.get(i));
            if (value > highest) {
                highest = value;
                best = i;
            }
        }
        return best;
    }
}
