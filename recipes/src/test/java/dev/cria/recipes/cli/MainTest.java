package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cria.checkpoints.durable.RunLock;
import dev.cria.recipes.recipe.RecipeException;
import dev.cria.recipes.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertEquals(2, Main.execute("serve", "--model", "nowhere", "--port", "70000"));
        assertEquals(2, Main.execute("chat", "--model", "nowhere"));
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

    @Test
    void copiesOfAllShippedRecipesSayTheSameInAnyFolder() throws IOException {
        System.setProperty("cria.recipes", RECIPES.toString());
        for (Path recipe : ShippedRecipes.all()) {
            Path copy = folder.resolve("copies").resolve(ShippedRecipes.name(recipe) + ".yaml");
            Files.createDirectories(copy.getParent());
            assertEquals(0, Main.execute("cp", recipe.toString(), copy.toString()));
            assertEquals(read(recipe), read(copy));
            String text = Files.readString(copy);
            assertFalse(text.contains(" ../") || text.contains("[../"), text);
        }
    }

    /** The stages of a recipe, or what is wrong with it: models may lack here. */
    private Object read(Path recipe) {
        try {
            return RecipeReader.read(recipe, List.of("output_dir=" + folder.resolve("run")))
                    .stages();
        } catch (RecipeException missing) {
            return missing.problems().stream()
                    .map(problem -> problem.replaceFirst("^\\S*:\\d+:\\d+: ", ""))
                    .toList();
        }
    }
}
