package dev.cria.data.source;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String HEAP = System.getProperty("cria.table.heap", "1g");

    /** Of the process, not of the clock: a machine may be busy. */
    private static final Duration MOST_WORK = Duration.ofSeconds(30);

    private static final int OUT_OF_HEAP = 3;

    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "table-process-clock");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Path file;
    private final Process process;
    private final String heap;
    private final Duration mostWork;
    private final LineInput lines;
    private volatile boolean tookTooLong;

    private TableProcess(Path file, Process process, String heap, Duration mostWork) {
        this.file = file;
        this.process = process;
        this.heap = heap;
        this.mostWork = mostWork;
        lines = new LineInput(file, process.getInputStream());
    }

    static TableProcess start(Path file, SourceFormat format) {
        return start(file, TableMain.class, format.name(), HEAP, MOST_WORK);
    }

    /** The same with another main class and other limits. */
    static TableProcess start(
            Path file, Class<?> main, String format, String heap, Duration mostWork) {
        List<String> command = new ArrayList<>(AddressSpace.limit(heap));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:MaxDirectMemorySize=512m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+SuppressFatalErrorMessage",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        main.getName(),
                        format,
                        file.toString()));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new TableProcess(file, process, heap, mostWork);
        } catch (IOException e) {
            throw new UserException("no process can be started to read " + file + ": " + e, e);
        }
    }

    /** That of this process; before it, what this class is from where a class loader added that. */
    private static String classPath() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        CodeSource source = TableMain.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
            return path;
        }
        String own = Path.of(URI.create(source.getLocation().toString())).toString();
        return List.of(path.split(File.pathSeparator)).contains(own)
                ? path
                : own + File.pathSeparator + path;
    }

    /** The next line of its output; the process says itself which one is the last. */
    byte[] next() {
        while (true) {
            byte[] line = lines.buffered();
            byte[] next = line == null ? waitFor() : line;
            if (TableMain.wrote(next)) {
                return next;
            }
        }
    }

    private byte[] waitFor() {
        Duration before = work();
        ScheduledFuture<?> clock =
                CLOCK.scheduleWithFixedDelay(
                        () -> endIfLong(before),
                        mostWork.toMillis() / 6,
                        mostWork.toMillis() / 6,
                        TimeUnit.MILLISECONDS);
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
        if (work().minus(before).compareTo(mostWork) > 0) {
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
            if (tookTooLong) {
                return "took more than %d s for a row".formatted(mostWork.toSeconds());
            }
            if (code == OUT_OF_HEAP) {
                return "needs more memory than the %s that reading it may take; CRIA_JAVA_OPTS=-Dcria.table.heap=4g allows more"
                        .formatted(heap);
            }
            return "ended the process that read it, with code " + code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not read to its end";
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        lines.close();
    }
}
