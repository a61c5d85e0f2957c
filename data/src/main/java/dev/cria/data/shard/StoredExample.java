package dev.cria.data.shard;

import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An example as shards keep it: whole, whatever its length.
 *
 * @param ids token ids; of answers that are compared the prompt and the answers
 * @param spans the runs of tokens that carry loss, each as its first position and the one after its
 *     last, in rising order; of answers that are compared each of them
 * @param weights the weight of the tokens of each run, above 0
 * @param origin file and row
 */
public record StoredExample(int[] ids, int[] spans, float[] weights, String origin) {

    /** A text of which every token but the first carries loss. */
    public static StoredExample ofText(int[] ids, String origin) {
        return new StoredExample(ids, new int[] {1, ids.length}, new float[] {1}, origin);
    }

    /** An example with its weights as runs. */
    public static StoredExample of(TokenizedExample example) {
        float[] weights = example.weights();
        IntStream.Builder spans = IntStream.builder();
        IntStream.Builder bits = IntStream.builder();
        int from = 1;
        for (int to = 2; to <= weights.length; to++) {
            if (to == weights.length || weights[to] != weights[from]) {
                if (weights[from] > 0) {
                    spans.add(from).add(to);
                    bits.add(Float.floatToIntBits(weights[from]));
                }
                from = to;
            }
        }
        int[] runs = bits.build().toArray();
        float[] ofRuns = new float[runs.length];
        for (int i = 0; i < runs.length; i++) {
            ofRuns[i] = Float.intBitsToFloat(runs[i]);
        }
        return new StoredExample(example.ids(), spans.build().toArray(), ofRuns, example.origin());
    }

    /** A pair, its parts one after another. */
    public static StoredExample of(PreferenceExample pair) {
        int prompt = pair.prompt().length;
        int chosen = prompt + pair.chosen().length;
        int rejected = chosen + pair.rejected().length;
        int[] ids =
                IntStream.concat(
                                IntStream.of(pair.prompt()),
                                IntStream.concat(
                                        IntStream.of(pair.chosen()), IntStream.of(pair.rejected())))
                        .toArray();
        int[] spans = {prompt, chosen, chosen, rejected};
        return new StoredExample(ids, spans, new float[] {1, 1}, pair.origin());
    }

    /** Ranked answers behind their prompt, the best first. */
    public static StoredExample of(RankedExample ranked) {
        IntStream.Builder ids = IntStream.builder();
        Arrays.stream(ranked.prompt()).forEach(ids::add);
        int[] spans = new int[2 * ranked.answers().size()];
        int end = ranked.prompt().length;
        for (int i = 0; i < ranked.answers().size(); i++) {
            Arrays.stream(ranked.answers().get(i)).forEach(ids::add);
            spans[2 * i] = end;
            end += ranked.answers().get(i).length;
            spans[2 * i + 1] = end;
        }
        float[] weights = new float[ranked.answers().size()];
        Arrays.fill(weights, 1);
        return new StoredExample(ids.build().toArray(), spans, weights, ranked.origin());
    }
}
