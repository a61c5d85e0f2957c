package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaConfigBuilder;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.tensors.DType;
import java.util.List;

/**
 * A shape small enough to count by hand: two layers, 8 wide, 2 query heads and 1 key head of width
 * 4, 16 inside, 32 tokens. A layer has 64 + 32 + 32 + 64 + 3 x 128 = 576 weights in its linear maps
 * and 16 in its norms; embeddings and head have 256 each, the last norm 8.
 */
final class Tiny {

    static final LlamaConfig MODEL = builder().build();
    static final LlamaConfig TIED = builder().tieWordEmbeddings(true).build();

    private Tiny() {}

    private static LlamaConfigBuilder builder() {
        return LlamaConfig.builder()
                .vocabSize(32)
                .hiddenSize(8)
                .intermediateSize(16)
                .numLayers(2)
                .numHeads(2)
                .numKvHeads(1)
                .headDim(4)
                .rmsNormEps(1e-5)
                .rope(new Rope(10_000, null))
                .tieWordEmbeddings(false)
                .maxPositionEmbeddings(64)
                .initializerRange(0.02)
                .eosTokenIds(List.of())
                .dtype(DType.F32);
    }
}
