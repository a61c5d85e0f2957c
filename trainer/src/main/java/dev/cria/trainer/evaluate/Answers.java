package dev.cria.trainer.evaluate;

import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.Arrays;
import java.util.List;

/**
 * What a policy answers to a text: kept to compare with what its exported file answers.
 *
 * @param logits_TV of the first tokens; T tokens, V vocabulary; of a reward model, a score for each
 * @param logProbs of each token of the text after the first
 */
public record Answers(float[][] logits_TV, float[] logProbs) {

    /** Logits that are kept: 64 MiB. */
    private static final int MAX_LOGITS = 1 << 24;

    private static final int MAX_POSITIONS = 128;

    /** Of a reward model, for which texts have no likelihood. */
    private static final float[] CERTAIN = {0};

    /**
     * Runs a policy over a text.
     *
     * @param ids of the text, two at least
     */
    public static Answers of(Policy policy, int[] ids) {
        int fitting = Math.max(1, MAX_LOGITS / policy.model().config().vocabSize());
        int positions = Math.min(ids.length, Math.min(MAX_POSITIONS, fitting));
        int[] first = Arrays.copyOf(ids, positions);
        TokenizedExample text = new TokenizedExample(first, new boolean[positions], "probe");
        return new Answers(
                Forward.logits(policy, BatchBuilder.ofExamples(List.of(text))),
                policy.model().config().scores() ? CERTAIN : Likelihood.ofText(policy, ids));
    }

    /** How near another policy's answers to the same text are to these. */
    public Fidelity compare(Answers other) {
        double largest = 0;
        double sum = 0;
        double squares = 0;
        long count = 0;
        int agreeing = 0;
        for (int t = 0; t < logits_TV.length; t++) {
            float[] mine = logits_TV[t];
            float[] theirs = other.logits_TV()[t];
            for (int v = 0; v < mine.length; v++) {
                double difference = Math.abs(mine[v] - theirs[v]);
                // Math.max would keep a NaN, but a comparison would lose it.
                largest = Math.max(largest, difference);
                sum += mine[v];
                squares += (double) mine[v] * mine[v];
            }
            count += mine.length;
            agreeing += top(mine) == top(theirs) ? 1 : 0;
        }
        double mean = sum / count;
        return new Fidelity(
                logits_TV.length,
                largest,
                Math.sqrt(Math.max(0, squares / count - mean * mean)),
                (double) agreeing / logits_TV.length,
                perplexity(),
                other.perplexity());
    }

    private double perplexity() {
        double sum = 0;
        for (float logProb : logProbs) {
            sum -= logProb;
        }
        return Math.exp(sum / logProbs.length);
    }

    private static int top(float[] logits) {
        int top = 0;
        for (int v = 1; v < logits.length; v++) {
            if (logits[v] > logits[top]) {
                top = v;
            }
        }
        return top;
    }
}
