package dev.cria.trainer.generate;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Picks the next token.
 *
 * @param temperature 0 for the likeliest token; otherwise logits are divided by it
 * @param topP draws from the smallest set of likeliest tokens whose probability reaches this share
 *     (Holtzman et al. 2020, arXiv:1904.09751); 1 for all
 */
public record Sampler(double temperature, double topP) {

    /** Always the likeliest token. */
    public static Sampler greedy() {
        return new Sampler(0, 1);
    }

    /** The next token, given the logits [V]. */
    public int pick(float[] logits, SplittableRandom random) {
        if (temperature == 0) {
            return argMax(logits);
        }
        double max = logits[argMax(logits)];
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp((logits[i] - max) / temperature);
            sum += weights[i];
        }
        return topP >= 1
                ? draw(IntStream.range(0, weights.length).toArray(), weights, sum, random)
                : drawNucleus(weights, sum, random);
    }

    private int drawNucleus(double[] weights, double sum, SplittableRandom random) {
        int[] order =
                IntStream.range(0, weights.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -weights[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double kept = 0;
        int count = 0;
        while (count < order.length && kept < topP * sum) {
            kept += weights[order[count++]];
        }
        return draw(java.util.Arrays.copyOf(order, count), weights, kept, random);
    }

    private static int draw(int[] tokens, double[] weights, double sum, SplittableRandom random) {
        double left = random.nextDouble() * sum;
        for (int token : tokens) {
            left -= weights[token];
            if (left < 0) {
                return token;
            }
        }
        return tokens[tokens.length - 1];
    }

    private static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
