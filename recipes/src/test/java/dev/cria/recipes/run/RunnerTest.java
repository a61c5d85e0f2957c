package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FolderInUseException;
import dev.cria.checkpoints.durable.RunLock;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunnerTest {

    @TempDir Path folder;
    private final List<String> events = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private Job export = context -> JobResult.of("files", "3");

    /** Writes down what happens. */
    private final class Witness implements RunView {
        @Override
        public ProgressSink begin(Stage stage) {
            events.add("begin " + stage.name());
            return (done, total, note) -> {};
        }

        @Override
        public void end(Stage stage, double seconds, boolean ended) {
            events.add((ended ? "end " : "broke off ") + stage.name());
        }

        @Override
        public void skipped(Stage stage) {
            events.add("skipped " + stage.name());
        }

        @Override
        public void done(RunFolder run, Map<Stage, JobResult> results, boolean anythingRun) {
            results.forEach((stage, result) -> events.add(facts(stage, result)));
            events.add(anythingRun ? "done" : "nothing to do");
        }
    }

    private static String facts(Stage stage, JobResult result) {
        Map<String, String> facts = new TreeMap<>(result.facts());
        assertTrue(facts.remove("time").endsWith(" s"));
        return stage.name() + " " + facts;
    }

    @BeforeAll
    static void quiet() {
        LogManager.getLogManager().reset();
    }

    @BeforeEach
    void inputs() throws IOException {
        Files.createDirectories(folder.resolve("base"));
        Files.writeString(
                folder.resolve("recipe.yaml"),
                """
                output_dir: %s/run
                stages:
                  - stage: tokenizer
                    tokenizer: {train_on: base}
                  - stage: export
                    model: {model_name_or_path: base}
                    export: {formats: [hf]}
                """
                        .formatted(folder));
    }

    private Recipe recipe(String... overrides) {
        return RecipeReader.read(folder.resolve("recipe.yaml"), List.of(overrides));
    }

    private List<String> run(String... overrides) {
        events.clear();
        Job tokenizer = context -> JobResult.of("tokens", "4096");
        Map<String, Job> jobs =
                Map.of("tokenizer", tokenizer, "export", context -> export.run(context));
        new Runner(jobs, new Witness(), stop::get).run(recipe(overrides));
        return events;
    }

    @Test
    void stagesRunInOrderAndASecondRunHasNothingToDo() {
        List<String> results = List.of("tokenizer {tokens=4096}", "export {files=3}");
        assertEquals(
                List.of(
                        "begin tokenizer",
                        "end tokenizer",
                        "begin export",
                        "end export",
                        results.get(0),
                        results.get(1),
                        "done"),
                run());
        assertEquals(
                List.of(
                        "skipped tokenizer",
                        "skipped export",
                        results.get(0),
                        results.get(1),
                        "nothing to do"),
                run());
    }

    @Test
    void aRunGoesOnWhereItBrokeOff() throws IOException {
        export =
                context -> {
                    throw new UserException("disk is full");
                };
        assertThrows(UserException.class, this::run);
        assertEquals(
                List.of("begin tokenizer", "end tokenizer", "begin export", "broke off export"),
                events);
        export = context -> JobResult.of("files", "3");
        assertEquals(
                List.of("skipped tokenizer", "begin export", "end export"), run().subList(0, 3));
        String log = Files.readString(folder.resolve("run/log.txt"));
        assertTrue(log.contains("stopped in export: disk is full"), log);
    }

    @Test
    void aFailureOfOursLeavesItsTraceInTheLog() throws IOException {
        export =
                context -> {
                    throw new IllegalStateException("cannot be");
                };
        StageFailure failure = assertThrows(StageFailure.class, this::run);
        assertTrue(failure.getMessage().contains("log.txt"), failure.getMessage());
        String log = Files.readString(folder.resolve("run/log.txt"));
        assertTrue(log.contains("IllegalStateException: cannot be\n\tat "), log);
    }

    @Test
    void aChangedRecipeIsRefusedNamingWhatChangedAndNothingIsWritten() throws IOException {
        run();
        String resolved = Files.readString(folder.resolve("run/resolved-recipe.yaml"));
        UserException refused =
                assertThrows(UserException.class, () -> run("vocab_size=600", "formats=[gguf]"));
        assertTrue(
                refused.getMessage()
                        .contains("stage tokenizer, tokenizer.vocab_size: 4096, now 600"),
                refused.getMessage());
        assertTrue(
                refused.getMessage().contains("stage export, export.formats: [hf], now [gguf]"),
                refused.getMessage());
        assertTrue(refused.getMessage().contains("another output_dir"), refused.getMessage());
        assertEquals(List.of(), events);
        assertEquals(resolved, Files.readString(folder.resolve("run/resolved-recipe.yaml")));
    }

    @Test
    void theSeedIsPartOfWhatAStageIsAskedAndThreadsAreNot() {
        run();
        assertThrows(UserException.class, () -> run("seed=1"));
        assertTrue(run("threads=1").contains("nothing to do"));
    }

    @Test
    void aStageThatHasNotBegunMayChange() {
        export =
                context -> {
                    stop.set(true);
                    context.stopIfAsked();
                    return JobResult.of();
                };
        stop.set(true);
        assertThrows(InterruptedRun.class, this::run);
        stop.set(false);
        assertFalse(Files.exists(folder.resolve("run/stages")));
        export = context -> JobResult.of();
        assertTrue(run("formats=[gguf]").contains("done"));
    }

    @Test
    void aStopEndsTheRunAndTheNextOneGoesOn() {
        export =
                context -> {
                    stop.set(true);
                    context.stopIfAsked();
                    return JobResult.of();
                };
        InterruptedRun stopped = assertThrows(InterruptedRun.class, this::run);
        assertEquals("stopped in stage export, which begins again next time", stopped.getMessage());
        stop.set(false);
        export = context -> JobResult.of();
        assertTrue(run().containsAll(List.of("skipped tokenizer", "end export", "done")));
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/thesis.doc"), "");
        UserException refused = assertThrows(UserException.class, this::run);
        assertTrue(refused.getMessage().contains("not the folder of a run"), refused.getMessage());
        assertEquals(1, folder.resolve("run").toFile().list().length);
    }

    @Test
    void oneProcessAtATimeWorksOnARun() {
        RunLock held = RunLock.acquire(folder.resolve("run"));
        try {
            UserException refused = assertThrows(UserException.class, this::run);
            assertTrue(refused.getMessage().contains("is in use by"), refused.getMessage());
        } finally {
            held.close();
        }
        assertTrue(run().contains("done"));
    }

    @Test
    void aRunThatHasJustBegunElsewhereIsNotTakenForSomethingElse() throws IOException {
        RunLock held = RunLock.acquire(folder.resolve("run"));
        Files.writeString(folder.resolve("run/run.log"), "");
        try {
            assertThrows(FolderInUseException.class, this::run);
        } finally {
            held.close();
        }
    }

    @Test
    void aDamagedRecordNamesItsFile() throws IOException {
        run();
        Path record = folder.resolve("run/stages/export.result.json");
        Files.writeString(record, "{\"files\": ");
        UserException refused = assertThrows(UserException.class, this::run);
        assertTrue(refused.getMessage().startsWith(record + ": is damaged"), refused.getMessage());
    }

    @Test
    void jobsAreGivenFoldersOfTheirOwn() {
        List<Path> folders = new ArrayList<>();
        export =
                context -> {
                    folders.addAll(List.of(context.folder(), context.checkpoints()));
                    return JobResult.of();
                };
        run();
        Path run = folder.resolve("run");
        assertEquals(List.of(run.resolve("export"), run.resolve("checkpoints/export")), folders);
    }
}
