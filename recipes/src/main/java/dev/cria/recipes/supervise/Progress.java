package dev.cria.recipes.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a run has to show that a crash does not take away. */
final class Progress {

    private static final Pattern CHECKPOINT = Pattern.compile("step-\\d{9}");
    private static final Pattern ENDED = Pattern.compile(".*\\.result\\.json");

    private final Path folder;
    private final Set<Path> seen = new HashSet<>();

    Progress(Path folder) {
        this.folder = folder;
        hasAdvanced();
    }

    /** Whether there are checkpoints or ended stages that were never there at an earlier look. */
    boolean hasAdvanced() {
        Set<Path> now = new HashSet<>(names(folder.resolve("stages"), ENDED));
        for (Path stage : names(folder.resolve("checkpoints"), Pattern.compile(".*"))) {
            now.addAll(names(stage, CHECKPOINT));
        }
        return seen.addAll(now);
    }

    /** The step of the newest checkpoint of a stage that is older than a step; 0 without one. */
    long newestBefore(String stage, long step) {
        return names(folder.resolve("checkpoints").resolve(stage), CHECKPOINT).stream()
                .mapToLong(path -> Long.parseLong(path.getFileName().toString().substring(5)))
                .filter(saved -> saved < step)
                .max()
                .orElse(0);
    }

    private static Set<Path> names(Path folder, Pattern pattern) {
        Set<Path> names = new HashSet<>();
        if (!Files.isDirectory(folder)) {
            return names;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (pattern.matcher(entry.getFileName().toString()).matches()) {
                    names.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
