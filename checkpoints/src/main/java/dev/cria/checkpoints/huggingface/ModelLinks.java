package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links in folders of models, which may come from anywhere. */
final class ModelLinks {

    private ModelLinks() {}

    /**
     * The file of a name beside another. A link may lead to a file of the same folder, or from a
     * snapshot of Hugging Face's cache to its {@code blobs}, of which such snapshots are made.
     *
     * @param name one path element
     * @throws UserException when it leads anywhere else
     */
    static Path inside(Path sibling, String name) {
        Path file = sibling.resolveSibling(name);
        if (!Files.isSymbolicLink(file)) {
            return file;
        }
        try {
            Path target = file.toRealPath();
            Path folder = file.toAbsolutePath().getParent().toRealPath();
            if (folder.equals(target.getParent()) || isBlob(folder, target)) {
                return target;
            }
            throw new UserException(
                    file
                            + " is a link out of its folder; copy the file in, or name the folder in"
                            + " which it lies");
        } catch (IOException broken) {
            throw new UserException(file + " is a link that leads nowhere: " + broken, broken);
        }
    }

    /** {@code models--x--y/snapshots/REVISION/name} leads to {@code models--x--y/blobs/HASH}. */
    private static boolean isBlob(Path folder, Path target) {
        Path snapshots = folder.getParent();
        return snapshots != null
                && snapshots.getParent() != null
                && snapshots.endsWith("snapshots")
                && snapshots.resolveSibling("blobs").equals(target.getParent());
    }
}
