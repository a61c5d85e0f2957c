package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cria.checkpoints.durable.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    /** The module's folder, where the shipped recipes are, is the working directory of tests. */
    private static final Path RECIPES = Path.of("").toAbsolutePath();

    @TempDir Path folder;

    @Test
    void everyShippedRecipeIsSoundAndSaysWhatItIsFor() throws IOException {
        System.setProperty("cria.recipes", RECIPES.toString());
        for (Path recipe : ShippedRecipes.all()) {
            assertFalse(ShippedRecipes.description(recipe).isEmpty(), recipe.toString());
            if (ShippedRecipes.name(recipe).startsWith("llama3")
                    && ShippedRecipes.name(recipe).contains("/")) {
                continue; // needs a published model; LibraryTest has its shape
            }
            assertEquals(
                    0,
                    Main.execute(
                            "validate", recipe.toString(), "output_dir=" + folder.resolve("run")),
                    recipe.toString());
        }
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void whatTheUserCanMendEndsWithTwoAndWritesNothing() throws IOException {
        Path recipe = folder.resolve("wrong.yaml");
        Files.writeString(recipe, "stage: sfft\n");
        assertEquals(2, Main.execute("run", recipe.toString()));
        assertEquals(2, Main.execute("run", folder.resolve("absent.yaml").toString()));
        assertEquals(2, Main.execute("inspect", folder.resolve("absent").toString()));
        assertEquals(2, Main.execute("generate", "--model", "nowhere", "--ids", "1,2"));
        assertEquals(2, Main.execute("nonsense"));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aFolderInUseEndsWithSeventyFive() {
        Path run = folder.resolve("run");
        Path quickstart = RECIPES.resolve("quickstart.yaml");
        RunLock held = RunLock.acquire(run);
        try {
            assertEquals(75, Main.execute("run", quickstart.toString(), "output_dir=" + run));
        } finally {
            held.close();
        }
    }

    @Test
    void copyingARecipeNeverOverwrites() {
        System.setProperty("cria.recipes", RECIPES.toString());
        Path copy = folder.resolve("mine.yaml");
        assertEquals(0, Main.execute("cp", "quickstart", copy.toString()));
        assertEquals(2, Main.execute("cp", "quickstart", copy.toString()));
    }
}
