package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.storage.Randoms;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FiniteNumbers;
import dev.cria.trainer.loop.SpikeGuard.Action;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A number that is not finite, in a loss, a gradient, a parameter or a moment, is found in the step
 * in which it is there, before anything is changed by it, and what the guard says is done.
 */
@Tag("crash")
final class NotFiniteTest {

    @TempDir Path folder;

    @BeforeAll
    static void small() {
        Engine.useThreads(1);
    }

    @AfterAll
    static void back() {
        Engine.useThreads(0);
    }

    @Test
    void itIsFoundInItsStepAndThePolicyIsKept() {
        Randoms.of("nonfinite", 40)
                .forEach(
                        (random, number) -> {
                            Spoil spoil = Spoil.random(random, number);
                            try {
                                check(folder.resolve("case-" + number), spoil);
                            } catch (AssertionError | RuntimeException e) {
                                throw new AssertionError(spoil + ": " + e, e);
                            }
                        });
    }

    private static void check(Path folder, Spoil spoil) {
        try (SpoiledRun run = new SpoiledRun(folder.resolve("spoiled"), spoil)) {
            boolean rollsBack = spoil.action() == Action.ROLLBACK;
            boolean skips = spoil.action() == Action.SKIP && !spoil.foundLate();
            if (rollsBack || (skips && !spoil.stays())) {
                run.run();
                assertEquals(List.of(spoil.step()), run.guard.leftOut());
                assertEquals(skips ? 1 : 0, run.skipped);
                if (rollsBack) {
                    assertEquals(spoil.step(), run.rolledBackFrom);
                    assertEquals((spoil.step() - 1) / 2 * 2, run.rolledBackTo);
                }
                assertIsAsWithoutTheStep(folder, spoil, run);
            } else {
                BatchException end = assertThrows(BatchException.class, run::run);
                assertTrue(end.isBlowUp(), end.getMessage());
                if (skips) {
                    assertEndsBetween(spoil, end, run.skipped);
                    run.after = run.state();
                } else {
                    assertEquals(spoil.step(), end.step());
                    assertEquals(0, run.skipped);
                    run.after = run.state();
                }
            }
            if (!spoil.foundLate()) {
                assertArrayEquals(run.before, run.after, "the state before the step and after it");
            }
            assertSaved(run);
        }
    }

    private static void assertIsAsWithoutTheStep(Path folder, Spoil spoil, SpoiledRun run) {
        try (SpoiledRun without = new SpoiledRun(folder.resolve("without"), spoil).clean()) {
            without.guard.leaveOut(List.of(spoil.step()));
            assertArrayEquals(without.run().state(), run.state(), "without the step");
        }
    }

    /** What stays not finite ends the run when it is to be saved, or after so many skips. */
    private static void assertEndsBetween(Spoil spoil, BatchException end, long skipped) {
        long save = (spoil.step() + 1) / SpoiledRun.SAVE_STEPS * SpoiledRun.SAVE_STEPS;
        long limit = spoil.step() + SpoiledRun.MAX_SKIPS;
        assertTrue(
                end.step() == save || (spoil.async() && end.step() == limit),
                () -> "ended with step " + end.step());
        assertTrue(skipped >= 1 && skipped <= SpoiledRun.MAX_SKIPS, () -> skipped + " skipped");
    }

    private static void assertSaved(SpoiledRun run) {
        for (Checkpoint checkpoint : run.store.newest(10)) {
            for (String part : List.of("parameters", "optimizer")) {
                Path file = checkpoint.file(part + ".safetensors");
                try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
                    for (TensorInfo info : tensors.tensors().values()) {
                        assertTrue(
                                info.dtype() != DType.F32
                                        || FiniteNumbers.allIn(tensors.bytes(info.name())),
                                file + " " + info.name());
                    }
                }
            }
        }
    }

    /** The update itself has gone wrong: it shows when it is saved. */
    @Test
    void whatAnUpdateHasSpoiledIsNotSaved() {
        int number = 0;
        for (Spoil.Kind kind : List.of(Spoil.Kind.PARAMETER, Spoil.Kind.MOMENT)) {
            for (Action action : List.of(Action.STOP, Action.SKIP, Action.ROLLBACK)) {
                for (boolean async : new boolean[] {false, true}) {
                    Spoil spoil =
                            new Spoil(
                                    kind, Float.NaN, 4, false, false, false, async, action, number);
                    try (SpoiledRun run =
                            new SpoiledRun(folder.resolve("save-" + number++), spoil).clean()) {
                        boolean[] done = {false};
                        run.each(
                                step -> {
                                    if (step.number() == 4 && !done[0]) {
                                        run.spoilState();
                                        done[0] = true;
                                    }
                                });
                        if (action == Action.ROLLBACK) {
                            run.run();
                            assertEquals(2, run.rolledBackTo, spoil::toString);
                            assertEquals(SpoiledRun.STEPS, run.store.newest(1).get(0).step());
                        } else {
                            BatchException end = assertThrows(BatchException.class, run::run);
                            assertTrue(end.isBlowUp(), end.getMessage());
                            assertEquals(2, run.store.newest(1).get(0).step());
                            // Beside training, the next step may find it before the writer does.
                            boolean bySave = end.getMessage().contains("checkpoint was saved");
                            assertTrue(bySave || async, end.getMessage());
                            assertEquals(bySave ? 4 : end.step(), end.step());
                        }
                        assertSaved(run);
                    }
                }
            }
        }
    }

    /** An alarm would leave a step out, or end the run. */
    @Test
    @Tag("slow")
    void cleanStepsGiveNoAlarm() {
        long steps = 0;
        for (boolean eightBit : new boolean[] {false, true}) {
            for (boolean tied : new boolean[] {false, true}) {
                Spoil none =
                        new Spoil(
                                Spoil.Kind.LOSS, 0, 0, tied, eightBit, false, true, Action.SKIP, 1);
                Path place = folder.resolve("clean-" + eightBit + tied);
                try (SpoiledRun run = new SpoiledRun(place, none, 2_500, 1_000)) {
                    run.run();
                    assertEquals(List.of(), run.guard.leftOut());
                    steps += run.totalSteps();
                }
            }
        }
        System.out.printf("nonfinite: %d clean steps, no alarm%n", steps);
    }
}
