package dev.cria.trainer;

import dev.cria.checkpoints.huggingface.Llama3Scaling;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.examples.TokenizedExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small models and texts for tests. */
public final class TinyModels {

    private TinyModels() {}

    /** Two layers with grouped heads, scaled rope and tied embeddings; vocabulary 97. */
    public static LlamaConfig config() {
        return new LlamaConfig(
                97,
                32,
                64,
                2,
                4,
                2,
                8,
                1e-5,
                new Rope(500_000, new Llama3Scaling(8, 1, 4, 16)),
                true,
                128,
                0.2,
                0,
                List.of(1),
                null,
                DType.F32,
                false);
    }

    /** Random texts of 3 to 20 tokens, all of which carry loss. */
    public static List<TokenizedExample> examples(int count, long seed) {
        Random random = new Random(seed);
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = random.ints(3 + random.nextInt(18), 0, 97).toArray();
            boolean[] target = new boolean[ids.length];
            Arrays.fill(target, 1, ids.length, true);
            examples.add(new TokenizedExample(ids, target, "random:" + i));
        }
        return examples;
    }
}
