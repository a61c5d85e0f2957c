package dev.cria.recipes.cli;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "validate", description = "Checks a recipe; runs and writes nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Mixin RecipeArguments arguments;

    @Override
    public Integer call() {
        Recipe recipe = arguments.read();
        new RunFolder(recipe).requireFits();
        String stages = String.join(", ", recipe.stages().stream().map(Stage::name).toList());
        System.out.printf("%s is sound: %s into %s%n", recipe.name(), stages, recipe.outputDir());
        return 0;
    }
}
