package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell script stands for Cria: it writes down its arguments and waits for TERM. */
final class LauncherTest {

    private static final String SCRIPT =
            """
            trap 'echo stopped; exit 143' TERM
            echo "$@"
            while :; do sleep 0.05; done
            """;

    @TempDir Path folder;
    private Path runs;
    private Launcher launcher;
    private Path recipe;

    @BeforeEach
    void begin() throws IOException {
        runs = Files.createDirectories(folder.resolve("runs"));
        recipe = new Written(folder).withInputs().recipe(Written.SFT);
        launcher =
                new Launcher(
                        runs, Map.of("mine.yaml", recipe), List.of("sh", "-c", SCRIPT, "cria"));
    }

    private void awaitText(String text) throws InterruptedException {
        while (!launcher.said("new").contains(text)) {
            Thread.sleep(10);
        }
    }

    private String refused(Runnable work) {
        return assertThrows(UserException.class, work::run).getMessage();
    }

    @Test
    void aRecipeIsRunUnderASupervisorAndStoppedByTerm() throws InterruptedException {
        launcher.start("mine.yaml", "new", List.of("max_steps=7", "name=a b"));
        String asked =
                "run --supervise %s max_steps=7 name=a b output_dir=%s"
                        .formatted(recipe, runs.resolve("new"));
        awaitText(asked);
        assertEquals(
                "[{\"id\":\"new\",\"alive\":true,\"said\":\"\"}]",
                launcher.started(List.of()).toString());
        launcher.stop("new", runs.resolve("new"));
        awaitText("stopped");
        while (launcher.started(List.of()).get(0).path("alive").asBoolean()) {
            Thread.sleep(10);
        }
        assertTrue(
                refused(() -> launcher.stop("new", runs.resolve("new")))
                        .contains("is not running"));
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsStarted() throws IOException {
        List<List<String>> wrong =
                List.of(
                        List.of("max_step=7"),
                        List.of("--help=1"),
                        List.of("a=b\nc=d"),
                        List.of("@file"));
        for (List<String> overrides : wrong) {
            refused(() -> launcher.start("mine.yaml", "new", overrides));
        }
        assertTrue(
                refused(() -> launcher.start("mine.yaml", "../new", List.of()))
                        .contains("cannot name a run"));
        assertTrue(
                refused(() -> launcher.start("/etc/passwd", "new", List.of()))
                        .contains("no recipe"));
        Files.createDirectories(runs.resolve("taken"));
        assertTrue(
                refused(() -> launcher.start("mine.yaml", "taken", List.of()))
                        .contains("there already"));
        assertEquals("[]", launcher.started(List.of()).toString());
        assertTrue(Files.notExists(runs.resolve("new")));
    }
}
