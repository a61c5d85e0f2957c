package dev.cria.trainer.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tokens that are drawn have the probabilities of transformers' definitions, which are written
 * out here as they stand there: by sorting.
 */
final class SampledDistributionTest {

    private static final int DRAWS = 20_000;

    @ParameterizedTest(name = "T {0}, top-k {1}, top-p {2}, min-p {3}, penalty {4}")
    @CsvSource({
        "1, 0, 1, 0, 1",
        "0.7, 0, 1, 0, 1",
        "1.8, 0, 1, 0, 1",
        "1, 12, 1, 0, 1",
        "1, 0, 0.8, 0, 1",
        "1, 0, 1, 0.1, 1",
        "1, 0, 1, 0, 1.5",
        "0.9, 30, 0.9, 0.05, 1.2",
        "1.5, 90, 0.97, 0.02, 0.8"
    })
    void drawsHaveTheExactProbabilities(
            double temperature, int topK, double topP, double minP, double penalty) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int[] prompt = new Random(seed).ints(12, 0, 97).toArray();
        Sampling sampling = new Sampling(temperature, topK, topP, minP, penalty);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, TinyModels.config(), seed)) {
            Policy policy = Policy.of(model);
            double[] expected = exact(lastLogits(policy, prompt), prompt, sampling);
            int[] drawn = new int[97];
            try (GenerationEngine generation = new GenerationEngine(policy)) {
                Request request = Request.of(prompt, 1).with(sampling, seed).withSamples(DRAWS);
                generation
                        .generateAll(List.of(request))
                        .get(0)
                        .forEach(answer -> drawn[answer.ids()[0]]++);
            }
            assertFits(expected, drawn);
        }
    }

    private static float[] lastLogits(Policy policy, int[] prompt) {
        TokenizedExample text = new TokenizedExample(prompt, new boolean[prompt.length], "prompt");
        return Forward.logits(policy, BatchBuilder.ofExamples(List.of(text)))[prompt.length - 1];
    }

    private static double[] exact(float[] logits, int[] prompt, Sampling sampling) {
        double[] scores = new double[logits.length];
        for (int i = 0; i < scores.length; i++) {
            int id = i;
            double logit = logits[i];
            if (IntStream.of(prompt).anyMatch(token -> token == id)) {
                logit =
                        logit < 0
                                ? logit * sampling.repetitionPenalty()
                                : logit / sampling.repetitionPenalty();
            }
            scores[i] = logit / sampling.temperature();
        }
        if (sampling.topK() > 0) {
            double[] sorted = Arrays.stream(scores).sorted().toArray();
            keep(scores, score -> score >= sorted[sorted.length - sampling.topK()]);
        }
        if (sampling.topP() < 1) {
            double[] p = softmax(scores);
            Integer[] rising = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
            Arrays.sort(rising, Comparator.comparingDouble(i -> p[i]));
            double sum = 0;
            for (int i = 0; i < rising.length - 1; i++) {
                sum += p[rising[i]];
                if (sum <= 1 - sampling.topP()) {
                    scores[rising[i]] = Double.NEGATIVE_INFINITY;
                }
            }
        }
        if (sampling.minP() > 0) {
            double[] p = softmax(scores);
            double limit = sampling.minP() * Arrays.stream(p).max().orElseThrow();
            for (int i = 0; i < p.length; i++) {
                scores[i] = p[i] < limit ? Double.NEGATIVE_INFINITY : scores[i];
            }
        }
        return softmax(scores);
    }

    private static void keep(double[] scores, java.util.function.DoublePredicate kept) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = kept.test(scores[i]) ? scores[i] : Double.NEGATIVE_INFINITY;
        }
    }

    private static double[] softmax(double[] scores) {
        double most = Arrays.stream(scores).max().orElseThrow();
        double sum = Arrays.stream(scores).map(score -> Math.exp(score - most)).sum();
        return Arrays.stream(scores).map(score -> Math.exp(score - most) / sum).toArray();
    }

    /** Pearson's test; rare tokens count as one. */
    private static void assertFits(double[] expected, int[] drawn) {
        assertEquals(DRAWS, IntStream.of(drawn).sum());
        double statistic = 0;
        int cells = 0;
        double rareExpected = 0;
        int rareDrawn = 0;
        for (int i = 0; i < expected.length; i++) {
            double count = expected[i] * DRAWS;
            if (expected[i] == 0) {
                assertEquals(0, drawn[i], "token " + i + " was cut");
            } else if (count < 5) {
                rareExpected += count;
                rareDrawn += drawn[i];
            } else {
                statistic += (drawn[i] - count) * (drawn[i] - count) / count;
                cells++;
            }
        }
        if (rareExpected > 5) {
            statistic += (rareDrawn - rareExpected) * (rareDrawn - rareExpected) / rareExpected;
            cells++;
        }
        assertTrue(cells > 1, "too few tokens to test");
        double limit = limit(cells - 1);
        System.out.printf("chi-square %.1f of %d cells, limit %.1f%n", statistic, cells, limit);
        assertTrue(statistic < limit, statistic + " of " + cells + " cells");
    }

    /** What is exceeded once in a million draws (Wilson and Hilferty 1931). */
    private static double limit(int degrees) {
        double spread = 2 / (9.0 * degrees);
        return degrees * Math.pow(1 - spread + 4.753 * Math.sqrt(spread), 3);
    }
}
