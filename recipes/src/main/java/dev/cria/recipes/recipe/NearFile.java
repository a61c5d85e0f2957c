package dev.cria.recipes.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that a wrong path may mean. */
final class NearFile {

    /** Beyond as many, a folder is not searched. */
    private static final int MOST = 10_000;

    private NearFile() {}

    /** The file of the nearest name in the folder of a path, as the end of a sentence. */
    static String hint(Path path) {
        try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
            List<String> names =
                    files.limit(MOST).map(file -> file.getFileName().toString()).toList();
            return Nearest.hint(path.getFileName().toString(), names);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
