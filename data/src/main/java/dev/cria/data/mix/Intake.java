package dev.cria.data.mix;

import dev.cria.data.document.Document;
import dev.cria.data.source.SourceFile;
import dev.cria.data.source.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of all sources, each once, and whom their documents belong to.
 *
 * @param files in the order in which sources name them
 * @param takers by file: the sources that name it
 */
record Intake(List<SourceFile> files, Map<Path, List<Integer>> takers, List<MixSource> sources) {

    /** No source takes a document. */
    static final int NONE = -1;

    static Intake of(List<MixSource> sources) {
        List<SourceFile> files = new ArrayList<>();
        Map<Path, List<Integer>> takers = new LinkedHashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            for (SourceFile file : SourceFiles.named(sources.get(i).paths())) {
                List<Integer> known = takers.get(file.path());
                if (known == null) {
                    known = new ArrayList<>();
                    takers.put(file.path(), known);
                    files.add(file);
                }
                if (!known.contains(i)) {
                    known.add(i);
                }
            }
        }
        return new Intake(files, takers, sources);
    }

    /** The first source of a file that takes a document; {@link #NONE} where none does. */
    int takerOf(Path file, Document document) {
        for (int source : takers.get(file)) {
            if (sources.get(source).selector().takes(document)) {
                return source;
            }
        }
        return NONE;
    }
}
