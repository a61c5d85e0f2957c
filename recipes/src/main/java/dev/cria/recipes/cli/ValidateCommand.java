package dev.cria.recipes.cli;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "validate", description = "Checks a recipe; runs and writes nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RECIPE", description = "a recipe, see 'cria ls'")
    Path recipe;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "changes to it")
    List<String> overrides = List.of();

    @Override
    public Integer call() {
        Recipe read = RecipeReader.read(ShippedRecipes.find(recipe), overrides);
        read.warnings().forEach(warning -> System.err.println("warning: " + warning));
        new RunFolder(read).requireSameRecipe(read);
        String stages = String.join(", ", read.stages().stream().map(Stage::name).toList());
        System.out.printf("%s is sound: %s into %s%n", recipe, stages, read.outputDir());
        return 0;
    }
}
