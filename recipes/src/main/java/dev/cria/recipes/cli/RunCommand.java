package dev.cria.recipes.cli;

import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.show.ConsoleView;
import dev.cria.trainer.engine.Engine;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "run", description = "Runs a recipe, or what is left of it.")
final class RunCommand implements Callable<Integer> {

    @Mixin RecipeArguments arguments;

    @Override
    public Integer call() {
        Recipe recipe = arguments.read();
        Engine.useThreads(recipe.threads());
        AtomicBoolean stop = StopSignal.install();
        ConsoleView view = new ConsoleView(System.out, Integer.getInteger("cria.columns", 0));
        new Runner(Jobs.all(), view, stop::get).run(recipe);
        return 0;
    }
}
