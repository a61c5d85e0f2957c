package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Sizes of files for people. */
public final class FileSizes {

    private FileSizes() {}

    /** A path, with the size of the file or of all that the folder holds. */
    public static String describe(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            long bytes =
                    files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
            return "%s  %s".formatted(megabytes(bytes), path);
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
