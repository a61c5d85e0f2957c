package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that end: opening a pipe or a device can wait, and reading one can go on, for ever. */
public final class RegularFiles {

    private RegularFiles() {}

    /**
     * Checks that a path leads to a regular file, through symbolic links if need be.
     *
     * @throws UserException when there is none, or it is a folder, a pipe or a device
     */
    public static void require(Path file) {
        if (Files.isRegularFile(file)) {
            return;
        }
        throw new UserException(
                Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        ? file + " is not a regular file that can be read"
                        : file + " does not exist");
    }
}
