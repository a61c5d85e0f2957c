package dev.cria.recipes.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * Paths of a recipe: patterns expanded, and each found to exist or to be written by an earlier
 * stage.
 */
final class Paths {

    private final Outputs outputs;
    private final Problems problems;

    Paths(Outputs outputs, Problems problems) {
        this.outputs = outputs;
        this.problems = problems;
    }

    /** The absolute paths that a word stands for; none, and a problem, where there are none. */
    List<String> existing(Key key, Values.Word word) {
        try {
            String filled = word.text();
            Path path = word.folder().resolve(filled).normalize();
            if (filled.contains("*") || filled.contains("?")) {
                return matching(key, word, path);
            }
            String why = outputs.whyMissing(path);
            if (why != null) {
                problem(key, word, path + why);
            }
            return List.of(path.toString());
        } catch (InvalidPathException e) {
            problem(key, word, "not a path: " + e.getReason());
            return List.of();
        }
    }

    private List<String> matching(Key key, Values.Word word, Path pattern) {
        Path start = pattern.getRoot();
        int depth = 0;
        for (Path name : pattern) {
            boolean fixed = !name.toString().contains("*") && !name.toString().contains("?");
            if (depth == 0 && fixed) {
                start = start.resolve(name);
            } else {
                depth++;
            }
        }
        if (pattern.toString().contains("**")) {
            depth = Integer.MAX_VALUE;
        }
        PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + escaped(pattern));
        try (Stream<Path> files = Files.walk(start, depth)) {
            List<String> found =
                    files.filter(matcher::matches).map(Path::toString).sorted().toList();
            if (found.isEmpty()) {
                problem(key, word, pattern + " matches nothing");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            problem(key, word, pattern + " matches nothing: " + start + " cannot be read");
            return List.of();
        }
    }

    /** Only * and ? are special. */
    private static String escaped(Path pattern) {
        return pattern.toString().replaceAll("([\\\\\\[\\]{}])", "\\\\$1");
    }

    private void problem(Key key, Values.Word word, String what) {
        problems.add(word.place(), "%s: %s".formatted(key.path(), what));
    }
}
