package dev.cria.checkpoints.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint whose files were verified against its manifest.
 *
 * @param step the number of optimizer steps done
 * @param fileNames the files that the manifest lists
 * @param facts what the run wrote down about itself when it saved; empty for checkpoints of
 *     versions that wrote none
 */
public record Checkpoint(Path folder, long step, Set<String> fileNames, Map<String, String> facts) {

    public Checkpoint {
        fileNames = Set.copyOf(fileNames);
        facts = Map.copyOf(facts);
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
