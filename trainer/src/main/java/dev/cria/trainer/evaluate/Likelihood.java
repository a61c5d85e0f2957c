package dev.cria.trainer.evaluate;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How likely a policy finds given texts. */
public final class Likelihood {

    /** Tokens that are run at a time. */
    private static final int TOKENS_PER_BATCH = 4096;

    private Likelihood() {}

    /** exp of the mean negative log-likelihood of all target tokens. */
    public static double perplexity(Policy policy, List<TokenizedExample> examples) {
        double sum = 0;
        long targets = 0;
        for (Batch batch : batches(examples)) {
            for (float logProb : Forward.logProbs(policy, batch)) {
                sum -= logProb;
            }
            targets += batch.numTargets();
        }
        if (targets == 0) {
            throw new IllegalArgumentException("no token of the examples carries loss");
        }
        return Math.exp(sum / targets);
    }

    /** The log-probability of every token after the first. */
    public static float[] ofText(Policy policy, int[] ids) {
        if (ids.length < 2) {
            return new float[0];
        }
        boolean[] target = new boolean[ids.length];
        Arrays.fill(target, 1, ids.length, true);
        TokenizedExample example = new TokenizedExample(ids, target, "text");
        return Forward.logProbs(policy, BatchBuilder.ofExamples(List.of(example)));
    }

    /** The probability, among all tokens, that a token follows each of some texts. */
    public static double[] ofNext(Policy policy, List<int[]> texts, int token) {
        List<TokenizedExample> examples = new ArrayList<>();
        for (int[] ids : texts) {
            boolean[] target = new boolean[ids.length + 1];
            target[ids.length] = true;
            int[] longer = Arrays.copyOf(ids, ids.length + 1);
            longer[ids.length] = token;
            examples.add(new TokenizedExample(longer, target, "text"));
        }
        return batches(examples).stream()
                .map(batch -> Forward.logProbs(policy, batch))
                .flatMapToDouble(
                        found -> IntStream.range(0, found.length).mapToDouble(i -> found[i]))
                .map(Math::exp)
                .toArray();
    }

    private static List<Batch> batches(List<TokenizedExample> examples) {
        return new BoundedBatches<TokenizedExample>(
                        example -> example.ids().length, BatchBuilder::ofExamples, TOKENS_PER_BATCH)
                .of(examples);
    }
}
