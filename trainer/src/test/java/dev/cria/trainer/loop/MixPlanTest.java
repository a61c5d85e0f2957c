package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.batch.Mix;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MixPlanTest {

    private static final int ROWS = 103;

    private final long seed = System.nanoTime();
    private final List<TokenizedExample> rows = TinyModels.examples(ROWS, 7);

    @Test
    void aStepTakesTheSameRowsHoweverItIsCutIntoBatches() {
        System.out.println("MixPlanTest seed " + seed);
        for (int trial = 0; trial < 5; trial++) {
            long order = seed + trial;
            for (long step = 1; step <= plan(order, 4, 1).totalSteps(); step++) {
                List<String> whole = origins(plan(order, 4, 1).batches(step));
                assertEquals(whole, origins(plan(order, 1, 4).batches(step)));
                assertEquals(whole, origins(plan(order, 2, 2).batches(step)));
            }
        }
    }

    @Test
    void anEpochTakesEveryRowOnceAndItsLastStepIsShort() {
        MixPlan<TokenizedExample> plan = plan(seed, 2, 2);
        assertEquals(26, plan.totalSteps());
        List<String> taken = new ArrayList<>();
        for (long step = 1; step <= 26; step++) {
            taken.addAll(origins(plan.batches(step)));
        }
        assertEquals(ROWS, taken.size());
        assertEquals(ROWS, taken.stream().distinct().count());
        assertEquals(
                List.of(2, 1), plan.batches(26).stream().map(b -> b.origins().size()).toList());
    }

    @Test
    void aStepNeedsNoOtherStepBeforeIt() {
        Random random = new Random(seed);
        MixPlan<TokenizedExample> used = plan(seed, 3, 2);
        for (int i = 0; i < 50; i++) {
            int step = 1 + random.nextInt((int) used.totalSteps());
            assertEquals(origins(plan(seed, 3, 2).batches(step)), origins(used.batches(step)));
        }
    }

    @Test
    void seedsDiffer() {
        assertNotEquals(origins(plan(1, 8, 1).batches(1)), origins(plan(2, 8, 1).batches(1)));
    }

    private MixPlan<TokenizedExample> plan(long order, int perBatch, int batches) {
        Mix mix =
                new Mix(
                        List.of(DataOrder.shuffled(ROWS, order)),
                        List.of(new Mix.Shares(0, new double[] {1})));
        return new MixPlan<>(List.of(rows), mix, BatchBuilder::ofExamples, perBatch, batches, ROWS);
    }

    private static List<String> origins(List<Batch> batches) {
        return batches.stream().flatMap(batch -> batch.origins().stream()).toList();
    }
}
