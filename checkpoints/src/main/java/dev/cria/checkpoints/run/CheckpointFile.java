package dev.cria.checkpoints.run;

import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FileNames;

/**
 * One file of a checkpoint to be written.
 *
 * @param name one path element
 */
public record CheckpointFile(String name, FileContent content) {

    public CheckpointFile {
        if (!FileNames.isPlain(name) || name.equals(Manifest.NAME)) {
            throw new IllegalArgumentException("not a name for a checkpoint's file: " + name);
        }
    }
}
