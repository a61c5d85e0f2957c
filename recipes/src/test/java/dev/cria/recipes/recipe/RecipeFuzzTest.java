package dev.cria.recipes.recipe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.checkpoints.UserException;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Any bytes are a recipe; only {@link RecipeException}s come out. */
@Tag("fuzz")
final class RecipeFuzzTest {

    private static final Path FOLDER = Hostile.folder();

    @FuzzTest
    void recipeYaml(byte[] input) {
        Path file = FOLDER.resolve("recipe.yaml");
        Hostile.write(file, input);
        Hostile.read(() -> read(file));
    }

    private static void read(Path file) {
        try {
            RecipeReader.read(file, List.of());
        } catch (RecipeException refused) {
            return;
        } catch (UserException other) {
            throw new AssertionError("not an error of the recipe", other);
        }
    }
}
