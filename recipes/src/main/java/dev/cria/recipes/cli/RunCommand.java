package dev.cria.recipes.cli;

import dev.cria.checkpoints.durable.RunLock;
import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.show.ConsoleView;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Runs a recipe, or what is left of it.")
final class RunCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RECIPE", description = "a recipe, see 'cria ls'")
    Path recipe;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "changes to it, such as learning_rate=1e-4 or sft.max_steps=50")
    List<String> overrides = List.of();

    @Override
    public Integer call() {
        Recipe read = RecipeReader.read(ShippedRecipes.find(recipe), overrides);
        read.warnings().forEach(warning -> System.err.println("warning: " + warning));
        if (read.threads() > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(read.threads()));
        }
        AtomicBoolean stop = StopSignal.install();
        ConsoleView view = new ConsoleView(System.out, Boolean.getBoolean("cria.terminal"));
        RunLock lock = RunLock.acquire(read.outputDir());
        try {
            new Runner(Jobs.all(), view, stop::get).run(read);
        } finally {
            lock.close();
        }
        return 0;
    }
}
