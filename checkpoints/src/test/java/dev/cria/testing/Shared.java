package dev.cria.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reference results and real data that lie beside the repository, in a folder that is not part of
 * it: named by the environment variable CRIA_SHARED, or {@code shared} next to the checkout.
 */
public final class Shared {

    private Shared() {}

    /** A file or folder of it; the test is skipped, loudly, where there is none. */
    public static Path path(String name) {
        Path root = root();
        Path path = root == null ? null : root.resolve(name);
        boolean there = path != null && Files.exists(path);
        if (!there) {
            System.err.println("SKIPPED: no reference '" + name + "'; set CRIA_SHARED");
        }
        assumeTrue(there, "no reference '" + name + "': set CRIA_SHARED to the folder that has it");
        return path;
    }

    private static Path root() {
        String named = System.getenv("CRIA_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/golden"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
