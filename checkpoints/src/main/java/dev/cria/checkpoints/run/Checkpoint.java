package dev.cria.checkpoints.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint whose files were verified against its manifest.
 *
 * @param step the number of optimizer steps done
 * @param fileNames the files that the manifest lists
 * @param references files that it needs and does not hold
 * @param facts what the run wrote down about itself when it saved; empty for checkpoints of
 *     versions that wrote none
 */
public record Checkpoint(
        Path folder,
        long step,
        Set<String> fileNames,
        List<ReferencedFile> references,
        Map<String, String> facts) {

    public Checkpoint {
        fileNames = Set.copyOf(fileNames);
        references = List.copyOf(references);
        facts = Map.copyOf(facts);
    }

    /** Checks the files that it does not hold; see {@link ReferencedFile#verify}. */
    void verifyReferences() {
        references.forEach(file -> file.verify(folder.getParent()));
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
