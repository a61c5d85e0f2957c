package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepProductsTest {

    private static final BatchShape BATCH = new BatchShape(10, 7, 0);

    @Test
    void everyWeightOfTheLinearMapsCostsSixOperationsPerToken() {
        // q 64, k 32, v 32, o 64, gate 128, up 128, down 128 weights in each of two layers.
        double one = 64 + 32 + 32 + 64 + 128 + 128 + 128;
        // The last layer runs for the 7 targets alone after its attention.
        double layers = 6.0 * (10 * one + 10 * (64 + 32 + 32) + 7 * (64 + 3 * 128));
        double head = 6.0 * 7 * 32 * 8;
        List<MatrixProduct> products = step(Tuning.full(Tiny.MODEL), 10);
        assertEquals(
                layers + head, products.stream().mapToDouble(MatrixProduct::flops).sum(), 1e-9);
    }

    @Test
    void theHeadRunsInPiecesTheLastOneShorter() {
        List<Long> rows =
                step(Tuning.full(Tiny.MODEL), 10).stream()
                        .filter(product -> product.part().equals("lm_head.weight"))
                        .map(MatrixProduct::tokens)
                        .toList();
        assertEquals(List.of(4L, 4L, 4L, 3L, 3L, 3L), rows);
    }

    @Test
    void everyKindOfProductCanBeTimed() {
        try (Engine engine = Engine.cpu()) {
            long before = engine.liveArrays();
            for (MatrixProduct product : step(Tuning.full(Tiny.MODEL), 10)) {
                assertTrue(MatrixClock.seconds(engine, product, 2) > 0);
            }
            assertEquals(before, engine.liveArrays());
        }
    }

    @Test
    void theSpeedOfTheMachineIsMeasuredAndLeavesNothing() {
        try (Engine engine = Engine.on("cpu", DType.F32, DType.BF16)) {
            long before = engine.liveArrays();
            MachineSpeed speed = MachineSpeed.measure(engine);
            assertTrue(
                    speed.flops() > 1e7 && speed.backwardFlops() > 1e6 && speed.bytes() > 1e6,
                    speed.toString());
            assertEquals(before, engine.liveArrays());
        }
    }

    @Test
    void lowRankFactorsSaveTheGradientsOfWeightsAndCostTheirOwn() {
        Tuning tuning = Tuning.lora(Tiny.MODEL, 2, List.of("q_proj"));
        // q of a layer forward, and the gradient of its input.
        double weights = 4.0 * 10 * 64;
        // A [2, 8] and B [8, 2]: forward, gradients of inputs and of factors, and A once more.
        double factors = 2.0 * 10 * (4 * 16 + 3 * 16);
        double q =
                step(tuning, 10).stream()
                        .filter(product -> product.part().equals("self_attn.q_proj"))
                        .mapToDouble(MatrixProduct::flops)
                        .sum();
        assertEquals(2 * (weights + factors), q, 1e-9);
    }

    @Test
    void layersThatRunAgainCostTheirForwardPassOnceMore() {
        double once = flops(StepProducts.of(Tiny.MODEL, Tuning.full(Tiny.MODEL), BATCH, 0, 4));
        double again = flops(StepProducts.of(Tiny.MODEL, Tuning.full(Tiny.MODEL), BATCH, 1, 4));
        assertEquals(2.0 * 10 * (64 + 32 + 32 + 64 + 3 * 128), again - once, 1e-9);
    }

    private static double flops(List<MatrixProduct> products) {
        return products.stream().mapToDouble(MatrixProduct::flops).sum();
    }

    private static List<MatrixProduct> step(Tuning tuning, long tokens) {
        return StepProducts.of(Tiny.MODEL, tuning, new BatchShape(tokens, 7, 0), 0, 4);
    }
}
