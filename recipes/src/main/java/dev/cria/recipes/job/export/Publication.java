package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes a file or folder under a temporary name, looks at it there, and only then gives it its
 * own: what was found wrong never stands where others would take it for the model.
 */
final class Publication {

    private Publication() {}

    /**
     * Writes and checks.
     *
     * @param target must be absent, or an empty folder
     * @param check throws a {@link UserException} where what was written is wrong; answers what it
     *     has found
     */
    static String of(Path target, Consumer<Path> write, Function<Path, String> check) {
        Path absolute = target.toAbsolutePath();
        requireAbsentOrEmpty(absolute);
        Path written =
                absolute.resolveSibling(absolute.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            write.accept(written);
            String found = check.apply(written);
            rename(written, absolute);
            return found;
        } catch (RuntimeException failure) {
            delete(written, failure);
            String message = failure.getMessage();
            if (failure instanceof UserException && message.contains(written.toString())) {
                throw new UserException(
                        message.replace(written.toString(), target.toString()), failure);
            }
            throw failure;
        }
    }

    private static void requireAbsentOrEmpty(Path target) {
        String[] names = target.toFile().list();
        if (Files.exists(target) && (names == null || names.length > 0)) {
            throw new UserException(target + ": exists already and is not overwritten");
        }
    }

    private static void rename(Path written, Path target) {
        requireAbsentOrEmpty(target);
        try {
            Files.deleteIfExists(target);
            Storage.disk().rename(written, target);
            Storage.disk().forceFolder(target.getParent());
        } catch (IOException e) {
            throw new UserException("cannot write %s: %s".formatted(target, e), e);
        }
    }

    private static void delete(Path written, RuntimeException failure) {
        try {
            Storage.disk().delete(written);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
