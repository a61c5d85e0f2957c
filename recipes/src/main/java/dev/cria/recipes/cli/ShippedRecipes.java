package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static List<Path> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder() + ": cannot be read: " + e.getMessage(), e);
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

    private static Path folder() {
        return Path.of(System.getProperty("cria.recipes", "recipes"));
    }
}
