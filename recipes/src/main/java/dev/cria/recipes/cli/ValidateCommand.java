package dev.cria.recipes.cli;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.sweep.SweepPlan;
import dev.cria.recipes.validate.Validation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        description =
                "Checks a recipe, its models and the first 2,000 rows of its data, and says what it will need; runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria validate quickstart",
            "  cria validate mine.yaml sft.max_seq_len=2048 output_dir=runs/long"
        })
final class ValidateCommand implements Callable<Integer> {

    @Mixin RecipeArguments arguments;

    @Override
    public Integer call() {
        if (arguments.isSweep()) {
            return sweep(arguments.plan());
        }
        Recipe recipe = arguments.read();
        new RunFolder(recipe).requireFits();
        Validation validation = Validation.of(recipe);
        String stages = String.join(", ", recipe.stages().stream().map(Stage::name).toList());
        System.out.printf("%s is sound: %s into %s%n", recipe.name(), stages, recipe.outputDir());
        return print(validation);
    }

    private static int print(Validation validation) {
        validation.warnings().forEach(warning -> System.err.println("cria: warning: " + warning));
        validation.forecasts().forEach(text -> System.out.print("\n" + text));
        return 0;
    }

    /** The runs differ in what they are told, not in what is checked before: one stands for all. */
    private static int sweep(SweepPlan plan) {
        System.out.print(plan.describe());
        return print(Validation.of(plan.points().get(0).recipe()));
    }
}
