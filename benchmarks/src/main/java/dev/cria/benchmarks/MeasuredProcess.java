package dev.cria.benchmarks;

import dev.cria.checkpoints.UserException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run to its end, watched from outside.
 *
 * @param startedAt seconds since 1970, just before the process was made
 * @param seconds from then until it had ended
 * @param peakResident the most memory it held at once, in bytes, mapped files among it
 * @param peakAnonymous the most without mapped files, in bytes, looked at every 20 ms
 * @param output what it printed, a line each
 */
record MeasuredProcess(
        double startedAt,
        double seconds,
        long peakResident,
        long peakAnonymous,
        List<String> output) {

    private static final int LOOK_MS = 20;

    /**
     * Runs a command in a folder; its errors go to {@code log}.
     *
     * @throws UserException when it ends with another code than 0
     */
    static MeasuredProcess run(
            List<String> command, Path folder, Map<String, String> environment, Path log) {
        Path output = Path.of(log + ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(output.toFile())
                        .redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            double startedAt = System.currentTimeMillis() / 1e3;
            long start = System.nanoTime();
            Process process = builder.start();
            long resident = 0;
            long anonymous = 0;
            while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                ProcessMemory memory = ProcessMemory.of(process.pid());
                if (memory != null) {
                    resident = Math.max(resident, memory.peakResident());
                    anonymous = Math.max(anonymous, memory.anonymous());
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (process.exitValue() != 0) {
                throw new UserException(
                        "%s ended with %d; see %s and %s"
                                .formatted(command, process.exitValue(), log, output));
            }
            return new MeasuredProcess(
                    startedAt, seconds, resident, anonymous, Files.readAllLines(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted while " + command + " ran", e);
        }
    }
}
