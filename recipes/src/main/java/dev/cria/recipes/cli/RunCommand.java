package dev.cria.recipes.cli;

import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.run.Session;
import dev.cria.recipes.show.ConsoleView;
import dev.cria.recipes.supervise.ParentWatch;
import dev.cria.recipes.supervise.Supervisor;
import dev.cria.recipes.sweep.SweepPlan;
import dev.cria.recipes.sweep.SweepRunner;
import dev.cria.recipes.validate.ModelChecks;
import dev.cria.trainer.engine.Engine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Runs a recipe, or what is left of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria run quickstart",
            "  cria run mine.yaml sft.learning_rate=1e-4 output_dir=runs/slow",
            "  cria run mine.yaml --supervise"
        })
final class RunCommand implements Callable<Integer> {

    /** Restarts with {@code --supervise} where the recipe does not say how many. */
    private static final int RESTARTS = 10;

    @Mixin RecipeArguments arguments;

    @Option(
            names = "--supervise",
            description =
                    "start it again when it dies, hangs or blows up, as often as the recipe says"
                            + " (restarts), or 10 times")
    boolean supervise;

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        if (arguments.isSweep()) {
            SweepPlan plan = arguments.plan();
            ModelChecks.require(plan.points().get(0).recipe());
            return sweep(plan);
        }
        Recipe recipe = arguments.read();
        ModelChecks.require(recipe);
        boolean supervised = Session.ofThisProcess().supervised();
        return !supervised && (supervise || recipe.recovery().restarts() > 0)
                ? supervise(recipe)
                : run(recipe, supervised);
    }

    /** Each run in a process of its own, so that one that dies leaves the others to be run. */
    private static int sweep(SweepPlan plan) {
        AtomicReference<Supervisor> running = new AtomicReference<>();
        StopSignal stop =
                StopSignal.install(
                        () -> Optional.ofNullable(running.get()).ifPresent(Supervisor::stop));
        SweepRunner.Launcher launcher =
                (recipe, file) -> {
                    List<String> one = List.of("run", file.toString());
                    running.set(Supervisor.of(recipe, Main.class.getName(), one));
                    return running.get().run();
                };
        int columns = Integer.getInteger("cria.columns", 0);
        return new SweepRunner(launcher, stop, System.out, columns).run(plan);
    }

    private int supervise(Recipe recipe) {
        int restarts = recipe.recovery().restarts();
        List<String> again = spec.root().commandLine().getParseResult().originalArgs();
        Supervisor supervisor =
                Supervisor.of(
                        recipe.withRestarts(restarts > 0 ? restarts : RESTARTS),
                        Main.class.getName(),
                        again);
        StopSignal.install(supervisor::stop);
        return supervisor.run();
    }

    private static int run(Recipe recipe, boolean supervised) {
        Engine.useThreads(recipe.threads());
        StopSignal stop = StopSignal.install();
        if (supervised) {
            ParentWatch.start(
                    System.in,
                    () -> {
                        System.err.println(
                                "cria: the supervisor is gone; stopping at the next step, a checkpoint is saved");
                        stop.ask();
                    });
        }
        ConsoleView view = new ConsoleView(System.out, Integer.getInteger("cria.columns", 0));
        new Runner(Jobs.all(), view, stop).run(recipe);
        return 0;
    }
}
