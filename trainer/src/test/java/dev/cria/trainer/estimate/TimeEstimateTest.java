package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TimeEstimateTest {

    private static final MachineSpeed SLOW = new MachineSpeed(1_000, 100);
    private static final BatchShape BATCH = new BatchShape(10, 7, 100);

    @Test
    void productsTakeTheirOperationsByTheSpeedOfTheMachine() {
        double flops =
                StepProducts.of(Tiny.MODEL, Tuning.full(Tiny.MODEL), BATCH, 0, 7).stream()
                        .mapToDouble(MatrixProduct::flops)
                        .sum();
        assertEquals(flops / 1_000, estimate(1).products(), 1e-9);
        assertEquals(3 * flops / 1_000, estimate(3).products(), 1e-9);
    }

    @Test
    void productsOfTheBackwardPassTakeTheirOwnSpeed() {
        MachineSpeed twice = new MachineSpeed(1_000, 2_000, 100);
        double expected = estimate(1).products() * (1 + 0.5 + 0.5) / 3;
        assertEquals(expected, TimeEstimate.of(shape(1), BATCH, twice).products(), 1e-9);
    }

    @Test
    void attentionGrowsWithTheSquareOfTheLength() {
        double once = estimate(1).attention();
        TrainingShape shape = shape(1);
        double twice = TimeEstimate.of(shape, new BatchShape(20, 14, 400), SLOW).attention();
        assertEquals(4 * once, twice, 1e-9);
    }

    @Test
    void theUpdateIsOnceAStepAndLeavesRowsOutThatNeverOccur() {
        // 1,184 of the layers, 256 + 8 of head and norm, 9 rows of 8.
        double numbers = 8.0 * 4 * (1184 + 264 + 72);
        assertEquals(numbers / 100, estimate(1).update(), 1e-9);
        assertEquals(numbers / 100, estimate(3).update(), 1e-9);
    }

    private static TimeEstimate estimate(int batches) {
        return TimeEstimate.of(shape(batches), BATCH, SLOW);
    }

    private static TrainingShape shape(int batches) {
        return new TrainingShape(
                Tiny.MODEL,
                Tuning.full(Tiny.MODEL),
                TrainingShape.Storage.RESIDENT,
                BATCH,
                9,
                false,
                new TrainingShape.Levers(batches, 0, false, false, 4, false));
    }
}
