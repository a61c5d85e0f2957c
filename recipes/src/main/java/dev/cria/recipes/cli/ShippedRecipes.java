package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Shipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recipes that come with Cria: the YAML files of the folder named by {@code cria.recipes}. */
final class ShippedRecipes {

    private ShippedRecipes() {}

    /** A recipe by its path, or by the name of a shipped one. */
    static Path find(Path recipe) {
        Path shipped = folder().resolve(recipe.toString().replaceFirst("(\\.yaml)?$", ".yaml"));
        return !Files.isRegularFile(recipe) && Files.exists(shipped) ? shipped : recipe;
    }

    /** Those of the folder itself, then those of the folders in it. */
    static List<Path> all() {
        List<Path> own = list(folder());
        List<Path> all = new ArrayList<>(own.stream().filter(ShippedRecipes::isRecipe).toList());
        own.stream()
                .filter(Files::isDirectory)
                .flatMap(inner -> list(inner).stream())
                .filter(ShippedRecipes::isRecipe)
                .forEach(all::add);
        return all;
    }

    /** What a recipe is called on the command line. */
    static String name(Path recipe) {
        return folder().relativize(recipe).toString().replace('\\', '/').replace(".yaml", "");
    }

    private static boolean isRecipe(Path file) {
        return file.toString().endsWith(".yaml");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first line of comment: what the recipe is for. */
    static String description(Path recipe) {
        try (Stream<String> lines = Files.lines(recipe)) {
            return lines.filter(line -> line.startsWith("#"))
                    .findFirst()
                    .map(line -> line.substring(1).strip())
                    .orElse("");
        } catch (IOException e) {
            throw new UserException(recipe + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static Path folder() {
        return Shipped.folder();
    }
}
