package dev.cria.checkpoints.durable;

import java.io.IOException;

/** Writes the files of a folder. */
@FunctionalInterface
public interface FolderFiller {

    void fill(FolderWriter folder) throws IOException;
}
