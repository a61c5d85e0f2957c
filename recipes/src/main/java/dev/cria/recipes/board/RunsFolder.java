package dev.cria.recipes.board;

import dev.cria.recipes.run.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs below a folder. What requests name is looked up among them, and never made into a path.
 */
final class RunsFolder {

    /** Runs of a sweep lie a folder or two deeper than others. */
    private static final int DEPTH = 3;

    private final Path root;
    private volatile Map<String, RunDir> runs = Map.of();

    RunsFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** Looks for runs; answers them in the order of their ids. */
    List<RunDir> scan() {
        List<RunDir> found = new ArrayList<>();
        scan(root, DEPTH, found);
        found.sort(Comparator.comparing(RunDir::id));
        Map<String, RunDir> byId = new LinkedHashMap<>();
        found.forEach(run -> byId.put(run.id(), run));
        runs = byId;
        return found;
    }

    /** A run by its id. */
    Optional<RunDir> find(String id) {
        if (!runs.containsKey(id)) {
            scan();
        }
        return Optional.ofNullable(runs.get(id));
    }

    private void scan(Path folder, int depth, List<RunDir> found) {
        if (RunFolder.isOne(folder)) {
            String id = root.relativize(folder).toString().replace('\\', '/');
            found.add(new RunDir(id.isEmpty() ? root.getFileName().toString() : id, folder));
            return;
        }
        if (depth == 0) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".")) {
                    scan(entry, depth - 1, found);
                }
            }
        } catch (IOException unreadable) {
            System.getLogger(RunsFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "not looked into", unreadable);
        }
    }
}
