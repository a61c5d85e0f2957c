package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepProductsTest {

    /** Two layers, 8 wide, 2 query heads and 1 other of width 4, 16 inside, 32 tokens. */
    private static final LlamaConfig TINY =
            LlamaConfig.builder()
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
                    .dtype(DType.F32)
                    .build();

    @Test
    void everyWeightOfTheLinearMapsCostsSixOperationsPerToken() {
        // q 64, k 32, v 32, o 64, gate 128, up 128, down 128 weights in each of two layers.
        double layers = 6.0 * 10 * 2 * (64 + 32 + 32 + 64 + 128 + 128 + 128);
        double head = 6.0 * 7 * 32 * 8;
        List<MatrixProduct> products = StepProducts.full(TINY, 10, 7, 4);
        assertEquals(
                layers + head, products.stream().mapToDouble(MatrixProduct::flops).sum(), 1e-9);
    }

    @Test
    void theHeadRunsInPiecesTheLastOneShorter() {
        List<Long> rows =
                StepProducts.full(TINY, 10, 7, 4).stream()
                        .filter(product -> product.part().equals("lm_head.weight"))
                        .map(MatrixProduct::tokens)
                        .toList();
        assertEquals(List.of(4L, 4L, 4L, 3L, 3L, 3L), rows);
    }

    @Test
    void everyKindOfProductCanBeTimed() {
        try (Engine engine = Engine.cpu()) {
            long before = engine.liveArrays();
            for (MatrixProduct product : StepProducts.full(TINY, 10, 7, 4)) {
                assertTrue(MatrixClock.seconds(engine, product, 2) > 0);
            }
            assertEquals(before, engine.liveArrays());
        }
    }
}
