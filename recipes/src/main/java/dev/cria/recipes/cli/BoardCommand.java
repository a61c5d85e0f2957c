package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.board.BoardServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "board",
        mixinStandardHelpOptions = true,
        description = {
            "Serves a page on this machine that shows runs while they go on: curves, samples, data"
                    + " cards, recipes and how they differ; it starts and stops runs.",
            "Only who has the address that it prints can open it. Runs go on when it ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria board                            all runs below runs",
            "  cria board runs/quickstart --read-only",
            "  ssh -L 8642:127.0.0.1:8642 machine    then open the address here"
        })
final class BoardCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "RUNS_DIR",
            defaultValue = "runs",
            description = "the folder of runs, or of one run; ${DEFAULT-VALUE} without a word")
    private Path runs;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8642",
            description = "where it listens; 0: any that is free; ${DEFAULT-VALUE} without a word")
    private int port;

    @Option(names = "--read-only", description = "runs can be neither started nor stopped")
    private boolean readOnly;

    @Option(
            names = "--recipes",
            paramLabel = "DIR",
            description =
                    "recipes that may be started, besides those in RUNS_DIR and those shipped")
    private Path recipes;

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(runs)) {
            throw new UserException(
                    runs + ": is no folder; name the folder that runs are in (output_dir)");
        }
        if (port < 0 || port > 65_535) {
            throw new UserException("--port: expected a number from 0 to 65535, found " + port);
        }
        CountDownLatch end = new CountDownLatch(1);
        try (BoardServer server =
                BoardServer.start(runs, port, readOnly, recipes(), Main.class.getName())) {
            StopSignal.install(end::countDown);
            System.out.println("runs of " + runs.toAbsolutePath().normalize());
            System.out.println(server.address());
            System.out.println("Ctrl-C ends the page; runs go on.");
            end.await();
        }
        return 0;
    }

    private Map<String, Path> recipes() {
        Map<String, Path> all = new LinkedHashMap<>();
        if (recipes != null) {
            add(recipes, all);
        }
        add(runs, all);
        ShippedRecipes.all()
                .forEach(file -> all.putIfAbsent(ShippedRecipes.name(file), absolute(file)));
        return all;
    }

    private static void add(Path folder, Map<String, Path> all) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml") && Files.isRegularFile(file))
                    .filter(file -> !file.getFileName().toString().equals("resolved-recipe.yaml"))
                    .sorted()
                    .forEach(file -> all.putIfAbsent(file.toString(), absolute(file)));
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
