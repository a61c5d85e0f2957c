package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.tensors.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shapes of the published Llama 3 text models, and a small one for measurements.
 *
 * <p>Layers, widths, heads and theta of 8B, 70B and 405B: The Llama 3 Herd of Models
 * (arXiv:2407.21783), table 3; the width inside the MLP is that of the released checkpoints, as is
 * the vocabulary of 128,256 (the paper prints 128,000). 1B and 3B: config.json and model card of
 * Llama 3.2. Rope scaling and contexts: config.json of each. Parameters: 1,235,814,400 (1B),
 * 3,212,749,824 (3B), 8,030,261,248 (8B), 70,553,706,496 (70B) and 405,853,388,800 (405B).
 */
public final class LlamaPresets {

    private static final int VOCABULARY = 128_256;
    private static final int SHORT = 8_192;
    private static final int LONG = 131_072;

    /** By name, small ones first. */
    public static final Map<String, LlamaConfig> ALL = all();

    private LlamaPresets() {}

    private static Map<String, LlamaConfig> all() {
        Map<String, LlamaConfig> all = new LinkedHashMap<>();
        all.put("160m", shape(768, 2_048, 12, 12, 4).build());
        all.put("llama3.2-1b", scaled(shape(2_048, 8_192, 16, 32, 8), 32, true));
        all.put("llama3.2-3b", scaled(shape(3_072, 8_192, 28, 24, 8), 32, true));
        all.put("llama3-8b", shape(4_096, 14_336, 32, 32, 8).build());
        all.put("llama3-70b", shape(8_192, 28_672, 80, 64, 8).build());
        all.put("llama3.1-8b", scaled(shape(4_096, 14_336, 32, 32, 8), 8, false));
        all.put("llama3.1-70b", scaled(shape(8_192, 28_672, 80, 64, 8), 8, false));
        all.put("llama3.1-405b", scaled(shape(16_384, 53_248, 126, 128, 8), 8, false));
        return Collections.unmodifiableMap(all);
    }

    private static LlamaConfigBuilder shape(
            int hidden, int intermediate, int layers, int heads, int kvHeads) {
        return LlamaConfig.builder()
                .vocabSize(VOCABULARY)
                .hiddenSize(hidden)
                .intermediateSize(intermediate)
                .numLayers(layers)
                .numHeads(heads)
                .numKvHeads(kvHeads)
                .headDim(hidden / heads)
                .rope(new Rope(500_000, null))
                .tieWordEmbeddings(false)
                .maxPositionEmbeddings(SHORT)
                .dtype(DType.BF16);
    }

    private static LlamaConfig scaled(LlamaConfigBuilder shape, double factor, boolean tied) {
        return shape.rope(new Rope(500_000, Llama3Scaling.by(factor)))
                .tieWordEmbeddings(tied)
                .maxPositionEmbeddings(LONG)
                .build();
    }
}
