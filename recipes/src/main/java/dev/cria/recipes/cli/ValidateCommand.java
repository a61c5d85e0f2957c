package dev.cria.recipes.cli;

import dev.cria.recipes.forecast.ForecastText;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.sweep.SweepPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        description = "Checks a recipe and says what it will need; runs nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Mixin RecipeArguments arguments;

    @Override
    public Integer call() {
        if (arguments.isSweep()) {
            return sweep(arguments.plan());
        }
        Recipe recipe = arguments.read();
        new RunFolder(recipe).requireFits();
        String stages = String.join(", ", recipe.stages().stream().map(Stage::name).toList());
        System.out.printf("%s is sound: %s into %s%n", recipe.name(), stages, recipe.outputDir());
        System.out.print(ForecastText.of(recipe));
        return 0;
    }

    /** The runs differ in what they are told, not in what is checked before: one stands for all. */
    private static int sweep(SweepPlan plan) {
        System.out.print(plan.describe());
        System.out.print(ForecastText.of(plan.points().get(0).recipe()));
        return 0;
    }
}
