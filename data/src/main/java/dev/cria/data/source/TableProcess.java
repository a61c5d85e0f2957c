package dev.cria.data.source;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs {@link TableMain} with bounded memory. It is ended when it works for long
 * without a row, and ends itself when its parent does.
 */
final class TableProcess implements AutoCloseable {

    /** Enough for row groups as others write them by default. */
    private static final String HEAP = "-Xmx" + System.getProperty("cria.table.heap", "1g");

    private static final String OUTSIDE_HEAP = "-XX:MaxDirectMemorySize=512m";

    /** Of the process, not of the clock: a machine may be busy. */
    private static final Duration MOST_WORK = Duration.ofSeconds(30);

    private static final int LOOK_EVERY_SECONDS = 5;

    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "table-process-clock");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Path file;
    private final Process process;
    private final LineInput lines;
    private volatile boolean tookTooLong;

    private TableProcess(Path file, Process process) {
        this.file = file;
        this.process = process;
        lines = new LineInput(file, process.getInputStream());
    }

    static TableProcess start(Path file, SourceFormat format) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        OUTSIDE_HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        TableMain.class.getName(),
                        format.name(),
                        file.toString());
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new TableProcess(file, process);
        } catch (IOException e) {
            throw new UserException("no process can be started to read " + file + ": " + e, e);
        }
    }

    /** The next line of its output; the process says itself which one is the last. */
    byte[] next() {
        byte[] line = lines.buffered();
        return line == null ? waitFor() : line;
    }

    private byte[] waitFor() {
        Duration before = work();
        ScheduledFuture<?> clock =
                CLOCK.scheduleWithFixedDelay(
                        () -> endIfLong(before),
                        LOOK_EVERY_SECONDS,
                        LOOK_EVERY_SECONDS,
                        TimeUnit.SECONDS);
        try {
            byte[] line = lines.next();
            if (line != null) {
                return line;
            }
        } finally {
            clock.cancel(false);
        }
        throw new CorruptFileException(file, whyEnded());
    }

    private void endIfLong(Duration before) {
        if (work().minus(before).compareTo(MOST_WORK) > 0) {
            tookTooLong = true;
            process.destroyForcibly();
        }
    }

    private Duration work() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String whyEnded() {
        try {
            int code = process.waitFor();
            return tookTooLong
                    ? "took more than %d s for a row".formatted(MOST_WORK.toSeconds())
                    : code == 3
                            ? "needs more memory than the %s that reading it may take"
                                    .formatted(HEAP.substring(4))
                            : "ended the process that read it, with code " + code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not read to its end";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        lines.close();
    }
}
