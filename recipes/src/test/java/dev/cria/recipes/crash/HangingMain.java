package dev.cria.recipes.crash;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.RunView;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.run.Session;
import dev.cria.recipes.run.StageContext;
import dev.cria.recipes.supervise.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A run whose stage hangs after its first step, in its first process only. */
final class HangingMain {

    private HangingMain() {}

    /** Arguments: how it hangs, the recipe, changes to it. */
    public static void main(String[] arguments) {
        List<String> all = List.of(arguments);
        Recipe recipe = RecipeReader.read(Path.of(all.get(1)), all.subList(2, all.size()));
        if (!Session.ofThisProcess().supervised()) {
            System.exit(Supervisor.of(recipe, HangingMain.class.getName(), all).run());
        }
        new Runner(
                        Map.of("pretrain", context -> work(context, all.get(0))),
                        new Quiet(),
                        () -> false)
                .run(recipe);
        System.exit(0);
    }

    private static JobResult work(StageContext context, String kind) {
        context.attempt().pulse().expect();
        context.attempt().pulse().step(0.001);
        if (!context.attempt().isRestart()) {
            try {
                hang(kind);
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
        context.attempt().pulse().rest();
        return JobResult.of();
    }

    private static void hang(String kind) throws InterruptedException, IOException {
        switch (kind) {
            case "loader" -> sleepingLoader();
            case "lock" -> deadlock();
            case "pipe" -> fullPipe();
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void sleepingLoader() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static void fullPipe() throws IOException {
        Pipe pipe = Pipe.open();
        while (pipe.sink().write(ByteBuffer.allocate(1 << 16)) >= 0) {
            // Nobody reads: the pipe fills.
        }
    }

    private static void deadlock() throws InterruptedException {
        Object first = new Object();
        Object second = new Object();
        CountDownLatch both = new CountDownLatch(2);
        Thread other = new Thread(() -> take(second, first, both), "other");
        other.setDaemon(true);
        other.start();
        take(first, second, both);
    }

    private static void take(Object mine, Object others, CountDownLatch both) {
        synchronized (mine) {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (others) {
                throw new IllegalStateException("no deadlock");
            }
        }
    }

    /** The text of a thread dump in a run folder. */
    static String dump(Path folder, String pattern) {
        try (var dumps = Files.newDirectoryStream(folder, pattern)) {
            return Files.readString(dumps.iterator().next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Quiet implements RunView {
        @Override
        public ProgressSink begin(Stage stage) {
            return (done, total, note) -> {};
        }

        @Override
        public void end(Stage stage, double seconds, boolean ended) {}

        @Override
        public void skipped(Stage stage) {}

        @Override
        public void done(RunFolder folder, Map<Stage, JobResult> results, boolean anythingRun) {}
    }
}
