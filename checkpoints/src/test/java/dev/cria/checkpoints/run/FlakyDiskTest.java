package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.CrashingStorage;
import dev.cria.testing.storage.FlakyStorage;
import dev.cria.testing.storage.FlakyStorage.Operation;
import dev.cria.testing.storage.MemoryDisk;
import dev.cria.testing.storage.Randoms;
import dev.cria.testing.storage.ShortStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations of the disk fail, once or for good, each in its turn. */
@Tag("crash")
final class FlakyDiskTest {

    private static final Path FOLDER = Path.of("/run/checkpoints");
    private static final int PARAMETERS = 64;
    private static final Set<Operation> ALL = EnumSet.allOf(Operation.class);

    private final Storage disk = new CrashingStorage(new MemoryDisk(), Long.MAX_VALUE);
    private final List<String> reports = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void oneFailureIsOvercomeByASecondAttempt(Operation kind) throws IOException {
        int operations = operations(Set.of(kind));
        assertTrue(operations > 0, kind + " is never used");
        for (int n = 0; n < operations; n++) {
            int failing = n;
            FlakyDiskTest fresh = new FlakyDiskTest();
            fresh.saveSound(1);
            fresh.saveSound(2);
            fresh.saveSound(2);
            FlakyStorage flaky = new FlakyStorage(fresh.disk, Set.of(kind), i -> i == failing);
            fresh.store(flaky).save(3, files(3));
            assertEquals(1, flaky.failures());
            fresh.assertNewest(3, kind + " " + n);
            fresh.assertAfter(flaky, kind + " " + n);
        }
    }

    @Test
    void afterThreeAttemptsTheUserIsTold() throws IOException {
        int operations = operations(ALL);
        for (int n = 0; n < operations; n++) {
            int first = n;
            FlakyDiskTest fresh = new FlakyDiskTest();
            fresh.saveSound(1);
            fresh.saveSound(2);
            FlakyStorage broken = new FlakyStorage(fresh.disk, ALL, i -> i >= first);
            try {
                fresh.store(broken).save(3, files(3));
                fresh.assertNewest(3, "only deleting failed, from " + n);
            } catch (UserException refused) {
                assertTrue(
                        refused.getMessage().contains("Input/output error"), refused.getMessage());
                assertTrue(fresh.newestStep() >= 2, "from " + n);
            }
            fresh.assertAfter(broken, "from " + n);
        }
    }

    @Test
    void everyAttemptHasAFolderOfItsOwn() throws IOException {
        saveSound(1);
        FlakyStorage broken = new FlakyStorage(disk, Set.of(Operation.FORCE), i -> true);
        UserException refused =
                assertThrows(UserException.class, () -> store(broken).save(2, files(2)));
        assertEquals(3, broken.operations());
        assertTrue(refused.getMessage().contains("3 attempts"), refused.getMessage());
        assertTrue(refused.getMessage().contains("untouched"), refused.getMessage());
        assertEquals(List.of(), broken.misuses());
        assertEquals(2, reports.size(), "two attempts are reported, the third is thrown");
        assertFalse(reports.get(0).equals(reports.get(1)), "another folder");
        assertEquals(List.of("step-000000001"), disk.list(FOLDER));
    }

    @Test
    void manyFailuresAtRandom() {
        Randoms.of("R5 flaky disk", 1_000)
                .forEach(
                        (random, number) -> {
                            FlakyDiskTest fresh = new FlakyDiskTest();
                            double share = 0.3 * random.nextDouble();
                            fresh.survive(random, i -> random.nextDouble() < share);
                        });
    }

    private void survive(Random random, IntPredicate chosen) throws IOException {
        long acknowledged = 0;
        for (long step = 1; step < 6; step++) {
            FlakyStorage flaky = new FlakyStorage(disk, ALL, chosen);
            try {
                store(flaky).save(step, files(step));
                acknowledged = step;
            } catch (UserException refused) {
                assertTrue(
                        refused.getMessage().contains("Input/output error"), refused.getMessage());
            }
            assertEquals(List.of(), flaky.misuses());
            if (acknowledged > 0) {
                assertTrue(newestStep() >= acknowledged, reports.toString());
            }
            step -= random.nextInt(8) == 0 ? 1 : 0; // again
        }
    }

    @Test
    void shortWritesAndReadsAreContinued() throws IOException {
        long seed = System.nanoTime();
        System.out.println("short writes: seed " + seed);
        Storage slow = new ShortStorage(disk, new Random(seed));
        for (int step = 1; step <= 50; step++) {
            store(slow).save(step, files(step));
            assertNewest(step, "seed " + seed);
        }
        assertEquals(50, store(slow).newest().orElseThrow().step());
        assertEquals(List.of(), reports);
    }

    private static int operations(Set<Operation> kinds) {
        FlakyDiskTest fresh = new FlakyDiskTest();
        fresh.saveSound(1);
        fresh.saveSound(2);
        fresh.saveSound(2);
        FlakyStorage counting = new FlakyStorage(fresh.disk, kinds, i -> false);
        fresh.store(counting).save(3, files(3));
        return counting.operations();
    }

    private void assertAfter(FlakyStorage flaky, String what) throws IOException {
        assertEquals(List.of(), flaky.misuses(), what);
        saveSound(4);
        assertNewest(4, what);
        for (String name : disk.list(FOLDER)) {
            assertTrue(CheckpointNames.step(name).isPresent(), () -> what + " left " + name);
        }
    }

    private void assertNewest(long step, String what) throws IOException {
        Checkpoint newest = store(disk).newest().orElseThrow();
        assertEquals(step, newest.step(), what);
        Contents.assertIn(newest, files(step), disk, what);
    }

    private long newestStep() throws IOException {
        Checkpoint newest = store(disk).newest().orElseThrow();
        Contents.assertIn(newest, files(newest.step()), disk, "after failures");
        return newest.step();
    }

    private void saveSound(long step) {
        store(disk).save(step, files(step));
    }

    private CheckpointStore store(Storage storage) {
        return new CheckpointStore(FOLDER, 2, storage, reports::add);
    }

    private static List<CheckpointFile> files(long step) {
        return Contents.of(5, step, PARAMETERS);
    }
}
