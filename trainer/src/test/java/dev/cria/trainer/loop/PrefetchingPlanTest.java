package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PrefetchingPlanTest {

    private static final int STEPS = 50;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Test
    void batchesAreThoseOfThePlanInOrderAndAfterJumps() {
        try (PrefetchingPlan ahead = new PrefetchingPlan(plan(step -> {}), 2)) {
            assertEquals(STEPS, ahead.totalSteps());
            for (long step = 1; step <= 20; step++) {
                assertEquals("step:" + step, origin(ahead, step));
            }
            for (long step : new long[] {5, 6, 7, 30, 31, 2, STEPS, STEPS, 1}) {
                assertEquals("step:" + step, origin(ahead, step));
            }
        }
        assertThreadsEnd();
    }

    @Test
    void batchesAreMadeWhileAStepRunsButNotMoreThanAllowed() throws InterruptedException {
        Semaphore made = new Semaphore(0);
        try (PrefetchingPlan ahead = new PrefetchingPlan(plan(step -> made.release()), 3)) {
            origin(ahead, 1);
            // One was taken, three wait, and one more is made and has no place yet.
            made.acquire(5);
            Thread.sleep(50);
            assertEquals(0, made.availablePermits());
            origin(ahead, 2);
            made.acquire(1);
        }
        assertThreadsEnd();
    }

    @Test
    void whatGoesWrongIsThrownWhereTheStepIsAskedForAndNotBefore() {
        CorruptFileException damaged = new CorruptFileException(Path.of("a.arrow"), "is damaged");
        BatchPlan failing =
                plan(
                        step -> {
                            if (step == 3) {
                                throw damaged;
                            }
                        });
        try (PrefetchingPlan ahead = new PrefetchingPlan(failing, 5)) {
            assertEquals("step:1", origin(ahead, 1));
            assertEquals("step:2", origin(ahead, 2));
            assertSame(damaged, assertThrows(CorruptFileException.class, () -> origin(ahead, 3)));
            assertSame(damaged, assertThrows(CorruptFileException.class, () -> origin(ahead, 3)));
            assertEquals("step:4", origin(ahead, 4));
        }
        assertThreadsEnd();
    }

    @Test
    void closingStopsAThreadThatWaitsForRoom() {
        PrefetchingPlan ahead = new PrefetchingPlan(plan(step -> {}), 1);
        origin(ahead, 1);
        ahead.close();
        ahead.close();
        assertThreadsEnd();
    }

    private void assertThreadsEnd() {
        assertFalse(threads.isEmpty());
        assertFalse(threads.contains(Thread.currentThread()));
        for (Thread thread : threads) {
            assertTrue(!thread.isAlive(), thread.getName());
        }
    }

    private static String origin(BatchPlan plan, long step) {
        return plan.batches(step).get(0).origins().get(0);
    }

    private BatchPlan plan(LongConsumer onStep) {
        return new BatchPlan() {
            @Override
            public List<Batch> batches(long step) {
                threads.add(Thread.currentThread());
                onStep.accept(step);
                TokenizedExample example =
                        new TokenizedExample(new int[] {1, 2}, new float[] {0, 1}, "step:" + step);
                return List.of(BatchBuilder.ofExamples(List.of(example)));
            }

            @Override
            public long totalSteps() {
                return STEPS;
            }
        };
    }
}
