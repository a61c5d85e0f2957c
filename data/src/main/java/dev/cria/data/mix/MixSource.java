package dev.cria.data.mix;

import java.nio.file.Path;
import java.util.List;

/**
 * A part of a mix.
 *
 * @param name in manifest and report
 * @param paths files and folders; a document belongs to the first source that takes it
 * @param selector which of their documents
 * @param share how much of them
 */
public record MixSource(String name, List<Path> paths, Selector selector, Share share) {

    /** Copies the list. */
    public MixSource {
        paths = List.copyOf(paths);
    }
}
