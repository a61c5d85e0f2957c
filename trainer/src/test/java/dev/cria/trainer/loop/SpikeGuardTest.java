package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.trainer.loop.SpikeGuard.Action;
import dev.cria.trainer.loop.SpikeGuard.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpikeGuardTest {

    @TempDir Path folder;

    private static SpikeGuard guard(Action action, int skipSteps) {
        return new SpikeGuard(new SpikeGuard.Settings(action, 5, 6, 2, skipSteps, Action.STOP, 0));
    }

    /** Losses 2.0, 2.1, 1.9, 2.2, 1.8: median 2.0, MAD 0.1, deviation 0.14826. */
    private static SpikeGuard full(Action action, int skipSteps) {
        SpikeGuard guard = guard(action, skipSteps);
        double[] losses = {2.0, 2.1, 1.9, 2.2, 1.8};
        for (int i = 0; i < losses.length; i++) {
            assertEquals(Verdict.APPLY, guard.judge(i + 1, losses[i]));
        }
        return guard;
    }

    @Test
    void aSpikeIsAboveTheThresholdInRobustDeviations() {
        assertEquals(Verdict.APPLY, full(Action.STOP, 1).judge(6, 2 + 5.99 * 0.14826));
        assertEquals(Verdict.STOP, full(Action.STOP, 1).judge(6, 2 + 6.01 * 0.14826));
        assertEquals(Verdict.SKIP, full(Action.SKIP, 1).judge(6, 9));
        assertEquals(Verdict.ROLLBACK, full(Action.ROLLBACK, 1).judge(6, 9));
        assertEquals(Verdict.APPLY, full(Action.NONE, 1).judge(6, 9));
        assertEquals(Verdict.APPLY, full(Action.STOP, 1).judge(6, -9), "a fall is no spike");
    }

    @Test
    void nothingIsASpikeBeforeTheWindowIsFull() {
        SpikeGuard guard = guard(Action.STOP, 1);
        for (int step = 1; step <= 5; step++) {
            assertEquals(Verdict.APPLY, guard.judge(step, step == 3 ? 100 : 1));
        }
        assertEquals(Verdict.STOP, guard.judge(6, 1.1), "all alike but one");
    }

    @Test
    void aLevelThatStaysHighIsTakenForNormalAfterHalfAWindow() {
        SpikeGuard guard = full(Action.SKIP, 1);
        int skipped = 0;
        for (int step = 6; step <= 20; step++) {
            skipped += guard.judge(step, 9) == Verdict.SKIP ? 1 : 0;
        }
        assertTrue(skipped <= 3, "skipped " + skipped);
    }

    @Test
    void updatesThatWereLeftOutDoNotCount() {
        SpikeGuard guard = full(Action.SKIP, 1);
        guard.judge(6, 9);
        assertEquals(6, guard.update(6));
        assertEquals(6, guard.update(7));
        assertEquals(List.of(6L), guard.leftOut());
    }

    @Test
    void aRollbackLeavesOutStepsUpToTheSpikeButNoneThatTheCheckpointHolds() {
        SpikeGuard guard = full(Action.ROLLBACK, 3);
        guard.rolledBack(12, 10);
        assertFalse(guard.leavesOut(10));
        assertTrue(guard.leavesOut(11));
        assertTrue(guard.leavesOut(12));
        assertFalse(guard.leavesOut(13));
    }

    @Test
    void afterTheLastRollbackASpikeEndsTheRun() {
        SpikeGuard guard = full(Action.ROLLBACK, 1);
        guard.rolledBack(6, 0);
        assertEquals(Verdict.ROLLBACK, guard.judge(7, 9));
        guard.rolledBack(7, 0);
        assertEquals(Verdict.STOP, guard.judge(8, 9));
    }

    @Test
    void updatesAreLeftOutSoManyTimesInARowAndAFiniteOneCountsAnew() {
        SpikeGuard guard =
                new SpikeGuard(new SpikeGuard.Settings(Action.NONE, 5, 6, 2, 1, Action.SKIP, 2));
        assertEquals(Verdict.SKIP, guard.judgeNotFinite(1, true));
        assertEquals(Verdict.SKIP, guard.judgeNotFinite(2, true));
        assertEquals(Verdict.APPLY, guard.judge(3, 2.0));
        assertEquals(Verdict.SKIP, guard.judgeNotFinite(4, true));
        assertEquals(Verdict.STOP, guard.judgeNotFinite(5, false), "some of it is done");
        assertEquals(Verdict.SKIP, guard.judgeNotFinite(5, true));
        SpikeGuard other =
                new SpikeGuard(new SpikeGuard.Settings(Action.NONE, 5, 6, 2, 1, Action.SKIP, 2));
        Path file = folder.resolve("guard.safetensors");
        SafetensorsWriter.write(file, guard.state(), Map.of());
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            other.restore(source);
        }
        assertEquals(Verdict.STOP, other.judgeNotFinite(6, true));
        assertEquals(List.of(1L, 2L, 4L, 5L), other.leftOut());
    }

    @Test
    void rollbacksOfSpikesAndOfWhatIsNotFiniteAreCountedTogether() {
        SpikeGuard guard =
                new SpikeGuard(
                        new SpikeGuard.Settings(Action.ROLLBACK, 5, 6, 2, 1, Action.ROLLBACK, 0));
        assertEquals(Verdict.ROLLBACK, guard.judgeNotFinite(2, false));
        guard.rolledBack(2, 0);
        guard.rolledBack(3, 2);
        assertEquals(Verdict.STOP, guard.judgeNotFinite(4, true));
    }

    @Test
    void aGuardThatWasSavedDecidesAsBefore() {
        SpikeGuard guard = full(Action.ROLLBACK, 1);
        guard.rolledBack(6, 0);
        Path file = folder.resolve("guard.safetensors");
        SafetensorsWriter.write(file, guard.state(), Map.of());
        SpikeGuard other = guard(Action.ROLLBACK, 1);
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            other.restore(source);
        }
        assertEquals(guard.leftOut(), other.leftOut());
        assertEquals(guard.describe(3), other.describe(3));
        other.rolledBack(9, 0);
        assertEquals(Verdict.STOP, other.judge(10, 9));
    }

    @Test
    void aGuardThatHasSeenNothingCanBeSaved() {
        Path file = folder.resolve("guard.safetensors");
        SafetensorsWriter.write(file, guard(Action.SKIP, 1).state(), Map.of());
        SpikeGuard other = full(Action.SKIP, 1);
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            other.restore(source);
        }
        assertEquals(Verdict.APPLY, other.judge(6, 9));
    }
}
