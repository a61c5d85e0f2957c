package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.List;

/**
 * A checked recipe.
 *
 * @param outputDir the run folder
 * @param seed every random number derives from it
 * @param threads CPU threads; 0 for all
 * @param warnings what is odd but not wrong
 */
public record Recipe(
        String name,
        Path outputDir,
        long seed,
        int threads,
        List<Stage> stages,
        List<String> warnings) {}
