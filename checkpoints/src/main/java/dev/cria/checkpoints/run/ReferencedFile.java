package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A file that a checkpoint needs but does not hold, such as the frozen weights below an adapter: it
 * is named with its hash, and whoever opens the checkpoint is told when it is not the same any
 * more.
 *
 * @param name what it is to the run; unique within a checkpoint
 * @param path where it is; a relative path begins at the folder of the checkpoints
 * @param modifiedMillis when it was last written, in milliseconds since 1970
 * @param sha256 lower-case hexadecimal
 */
public record ReferencedFile(
        String name, Path path, long bytes, long modifiedMillis, String sha256) {

    /**
     * Describes a file. It is read whole, unless one of the earlier descriptions is of the same
     * path, size and time; its hash is then taken from there.
     *
     * @throws UserException when it cannot be read
     */
    public static ReferencedFile of(String name, Path path, Collection<ReferencedFile> earlier) {
        try {
            long bytes = Files.size(path);
            long modified = Files.getLastModifiedTime(path).toMillis();
            for (ReferencedFile known : earlier) {
                if (known.path.equals(path)
                        && known.bytes == bytes
                        && known.modifiedMillis == modified) {
                    return new ReferencedFile(name, path, bytes, modified, known.sha256);
                }
            }
            return new ReferencedFile(name, path, bytes, modified, Sha256.of(path));
        } catch (IOException failure) {
            throw new UserException("cannot read " + path + ": " + failure, failure);
        }
    }

    /**
     * Checks that the file is the same as when it was described: of the same size and time, or else
     * of the same hash. A change that keeps size and time is only found by {@link #verifyContent}.
     *
     * @param folder where relative paths begin
     * @throws UserException when the file is gone or has another content
     */
    public void verify(Path folder) {
        Path file = folder.resolve(path);
        try {
            requireSize(file);
            if (Files.getLastModifiedTime(file).toMillis() != modifiedMillis) {
                requireHash(file);
            }
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /**
     * As {@link #verify}, reading the file in any case.
     *
     * @throws UserException when the file is gone or has another content
     */
    public void verifyContent(Path folder) {
        Path file = folder.resolve(path);
        try {
            requireSize(file);
            requireHash(file);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private void requireSize(Path file) throws IOException {
        if (Files.size(file) != bytes) {
            throw changed(file, "it has %d bytes, it had %d".formatted(Files.size(file), bytes));
        }
    }

    private void requireHash(Path file) throws IOException {
        String hash = Sha256.of(file);
        if (!hash.equals(sha256)) {
            throw changed(file, "it has SHA-256 %s, it had %s".formatted(hash, sha256));
        }
    }

    private UserException changed(Path file, String what) {
        return new UserException(
                "%s: has changed since the checkpoint was saved (%s): %s; put the earlier file back, or begin anew in another output_dir"
                        .formatted(file, name, what));
    }

    private UserException unreadable(Path file, IOException failure) {
        String what = failure instanceof NoSuchFileException ? "is missing" : "cannot be read";
        return new UserException(
                "%s: %s, and the checkpoint needs it (%s, SHA-256 %s): %s"
                        .formatted(file, what, name, sha256, failure),
                failure);
    }
}
