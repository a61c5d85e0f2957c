package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunStateTest {

    @TempDir Path folder;
    private Path run;

    @BeforeEach
    void begin() throws IOException {
        run = new Runs(folder).add("one", Runs.step(1, 2.5));
    }

    private String state() {
        return RunState.of(new RunDir("one", run)).state();
    }

    @Test
    void aRunWhoseLockALivingProcessHoldsIsRunning() throws IOException {
        Runs.lock(run, ProcessHandle.current().pid(), Instant.now());
        assertEquals("running", state());
    }

    @Test
    void aProcessThatWasStartedAfterTheLockIsAnother() throws IOException {
        Runs.lock(run, ProcessHandle.current().pid(), Instant.EPOCH);
        assertTrue(LockHolder.of(run).isEmpty());
        assertEquals("killed", state());
    }

    @Test
    void lockFilesThatMakeNoSenseNameNobody() throws IOException {
        for (String text :
                new String[] {
                    "",
                    "pid x",
                    "pid 1 on nowhere since 2026-01-01T00:00:00Z",
                    "pid 99999999999 on a since b"
                }) {
            Files.writeString(run.resolve("LOCK"), text);
            assertTrue(LockHolder.of(run).isEmpty(), text);
        }
    }

    @Test
    void itIsDoneOnceAllStagesHaveEnded() throws IOException {
        Files.writeString(run.resolve("stages/tune.result.json"), "{\"loss\": \"2\"}");
        assertEquals("done", state());
    }

    @Test
    void howItEndedIsReadFromItsAttempts() throws IOException {
        Runs.append(
                run, "attempts.jsonl", "{\"event\":\"end\",\"reason\":\"stopped\",\"time\":1.0}");
        assertEquals("stopped", state());
        Runs.append(
                run,
                "attempts.jsonl",
                "{\"event\":\"end\",\"reason\":\"out of memory\",\"time\":2.0}");
        assertEquals("failed", state());
        Runs.append(run, "attempts.jsonl", "{\"event\":\"begin\",\"time\":3.0}");
        assertEquals("killed", state());
    }

    @Test
    void brokenFilesAreNoReasonToShowNothing() throws IOException {
        Files.writeString(run.resolve("resolved-recipe.yaml"), "stages: [");
        Files.writeString(run.resolve("metrics.jsonl"), "{\"stage\":");
        RunState state = RunState.of(new RunDir("one", run));
        assertEquals("one", state.name());
        assertTrue(state.last().isEmpty());
    }

    @Test
    void runsOfSweepsAreFoundBelowAndThingsInsideRunsAreNone() throws IOException {
        new Runs(folder).add("sweep/a");
        new Runs(folder).add("sweep/a/inside");
        new Runs(folder).add(".hidden");
        assertEquals(
                java.util.List.of("one", "sweep/a"),
                new RunsFolder(folder).scan().stream().map(RunDir::id).toList());
        assertEquals(
                java.util.List.of("one"),
                new RunsFolder(run).scan().stream().map(RunDir::id).toList());
    }
}
