package dev.cria.recipes.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code heartbeat} of a run folder: a number that grows while the process that works on
 * the run can run at all. It stands still when that process is stopped or stuck so that it cannot
 * end itself. The file's time is that of the last sign of life.
 */
public final class Heartbeat {

    private static final String NAME = "heartbeat";

    private final Path file;

    /** The heartbeat of a run folder. */
    public Heartbeat(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /** Writes the next number; a full disk is no reason to stop training. */
    void write(long number) {
        try {
            Files.writeString(file, Long.toString(number), StandardCharsets.UTF_8);
        } catch (IOException e) {
            System.getLogger(Heartbeat.class.getName())
                    .log(System.Logger.Level.DEBUG, "heartbeat not written", e);
        }
    }

    /** The last number, or any other value while it is being written; 0 where there is none. */
    public long read() {
        try {
            return Files.exists(file) ? Files.readString(file).hashCode() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When it was last written, in seconds since 1970; 0 where it never was. */
    double time() {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() / 1e3 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
