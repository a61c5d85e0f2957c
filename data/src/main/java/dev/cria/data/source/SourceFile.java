package dev.cria.data.source;

import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param name what it is called in ids and as a source: its path below the folder that was named,
 *     with slashes
 */
public record SourceFile(Path path, String name) {

    /** A file that was named itself. */
    public static SourceFile of(Path path) {
        return new SourceFile(path, path.getFileName().toString());
    }
}
