package dev.cria.recipes.cli;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.sweep.SweepPlan;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The recipe that a command works with, and changes to it. */
final class RecipeArguments {

    @Parameters(index = "0", paramLabel = "RECIPE", description = "a recipe, see 'cria ls'")
    Path recipe;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description =
                    "changes to it, such as learning_rate=1e-4 or sft.max_steps=50; learning_rate=1e-4,3e-4 is a run for each")
    List<String> overrides = List.of();

    /** Whether a key is given several values, each for a run of its own. */
    boolean isSweep() {
        return SweepPlan.isAsked(overrides);
    }

    /** The runs of a sweep; prints what is odd about them. */
    SweepPlan plan() {
        SweepPlan plan = SweepPlan.of(ShippedRecipes.find(recipe), overrides);
        plan.warnings().forEach(warning -> System.err.println("cria: warning: " + warning));
        return plan;
    }

    /** Reads it, and prints what is odd about it. */
    Recipe read() {
        Recipe read = RecipeReader.read(ShippedRecipes.find(recipe), overrides);
        read.warnings().forEach(warning -> System.err.println("cria: warning: " + warning));
        return read;
    }
}
