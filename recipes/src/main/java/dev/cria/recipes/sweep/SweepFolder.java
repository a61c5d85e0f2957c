package dev.cria.recipes.sweep;

import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.ResolvedRecipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files of a sweep beside the folders of its runs. */
record SweepFolder(Path path) {

    /** The folder with a recipe for each run, which runs it again by itself. */
    static final String RECIPES = "recipes";

    /** Writes the recipe of a run; answers its file. */
    Path write(String label, Recipe recipe) {
        Path file = path.resolve(RECIPES).resolve(label + ".yaml");
        write(file, ResolvedRecipe.yaml(recipe));
        return file;
    }

    Path csv() {
        return path.resolve("sweep.csv");
    }

    Path page() {
        return path.resolve("sweep.html");
    }

    static void write(Path file, String text) {
        DurableFiles.writeFile(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
