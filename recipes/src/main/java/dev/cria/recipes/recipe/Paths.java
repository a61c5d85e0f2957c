package dev.cria.recipes.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Paths of a recipe: {@code ${output_dir}}, {@code ${recipe_dir}} and the variables of a round
 * filled in, patterns expanded, and each found to exist or to be written by an earlier stage.
 */
final class Paths {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> variables;
    private final Outputs outputs;
    private final Problems problems;

    Paths(Path recipeDir, Outputs outputs, Problems problems) {
        this(
                Map.of(
                        "output_dir",
                        outputs.folder().toString(),
                        "recipe_dir",
                        recipeDir.toString()),
                outputs,
                problems);
    }

    private Paths(Map<String, String> variables, Outputs outputs, Problems problems) {
        this.variables = variables;
        this.outputs = outputs;
        this.problems = problems;
    }

    /** With the variables of a round; those that name a folder are paths themselves. */
    Paths in(Map<String, Values.Word> round) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        round.forEach((name, word) -> all.put(name, value(name, word)));
        return new Paths(all, outputs, problems);
    }

    private String value(String name, Values.Word word) {
        String filled = fill(name, word);
        try {
            return filled == null || word.folder() == null
                    ? word.text()
                    : word.folder().resolve(filled).normalize().toString();
        } catch (InvalidPathException e) {
            problem(name, word, "not a path: " + e.getReason());
            return "";
        }
    }

    /** The absolute paths that a word stands for; none, and a problem, where there are none. */
    List<String> existing(Key key, Values.Word word) {
        try {
            String filled = fill(key.path(), word);
            if (filled == null) {
                return List.of();
            }
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

    private String fill(String key, Values.Word word) {
        Matcher matcher = VARIABLE.matcher(word.text());
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = variables.get(matcher.group(1));
            if (value == null) {
                String hint = Nearest.hint(matcher.group(1), variables.keySet());
                problem(key, word, "unknown variable " + matcher.group() + hint);
                return null;
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
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
        problem(key.path(), word, what);
    }

    private void problem(String key, Values.Word word, String what) {
        problems.add(word.place(), "%s: %s".formatted(key, what));
    }
}
