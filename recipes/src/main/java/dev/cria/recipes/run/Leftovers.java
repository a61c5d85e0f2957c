package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a killed process was writing under a temporary name in the folder of a stage. Nobody else
 * writes there while the lock of the run is held.
 */
final class Leftovers {

    private static final Pattern TEMPORARY =
            Pattern.compile(".+\\.tmp-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Leftovers() {}

    /** Deletes them. */
    static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> left =
                    entries.filter(
                                    path ->
                                            TEMPORARY
                                                    .matcher(path.getFileName().toString())
                                                    .matches())
                            .toList();
            for (Path path : left) {
                Storage.disk().delete(path);
            }
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be tidied up: " + e.getMessage(), e);
        }
    }
}
