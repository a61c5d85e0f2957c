package dev.cria.checkpoints.run;

import java.nio.file.Path;
import java.util.Set;

/**
 * A checkpoint whose files were verified against its manifest.
 *
 * @param step the number of optimizer steps done
 * @param fileNames the files that the manifest lists
 */
public record Checkpoint(Path folder, long step, Set<String> fileNames) {

    public Checkpoint {
        fileNames = Set.copyOf(fileNames);
    }

    /**
     * @throws IllegalArgumentException when the checkpoint has no such file
     */
    public Path file(String name) {
        if (!fileNames.contains(name)) {
            throw new IllegalArgumentException(folder + " has no file " + name);
        }
        return folder.resolve(name);
    }
}
