package dev.cria.recipes.recipe;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The recipes that come with Cria. Files beside them are called by a variable in copies, which work
 * in any folder.
 */
public final class Shipped {

    /** The variable that stands for their folder. */
    static final String NAME = "shipped";

    private static final String VARIABLE = "${" + NAME + "}";
    private static final String SCHEMA = "\\$schema=\\S*recipe\\.schema\\.json";

    /** Where models are looked for if the environment does not say. */
    private static final String MODELS = ",[./]*/models\\}";

    private Shipped() {}

    /** The folder named by the system property {@code cria.recipes}, absolute. */
    public static Path folder() {
        return Path.of(System.getProperty("cria.recipes", "recipes")).toAbsolutePath().normalize();
    }

    /** A path with the folder in the place of its variable. */
    static String fill(String path) {
        return path.replace(VARIABLE, folder().toString());
    }

    /**
     * The text of a shipped recipe for another place: paths of shipped files begin with the
     * variable, and its head names the copy.
     */
    public static String copy(Path recipe, String text, Path target) {
        List<ScalarNode> paths = new ArrayList<>();
        collect(YamlTree.node(recipe.toString(), text), recipe.toAbsolutePath().getParent(), paths);
        paths.sort(
                Comparator.comparingInt((ScalarNode node) -> index(node.getStartMark()))
                        .reversed());
        StringBuilder copy = new StringBuilder(text);
        for (ScalarNode path : paths) {
            Path file = recipe.toAbsolutePath().resolveSibling(path.getValue()).normalize();
            copy.replace(
                    offset(text, index(path.getStartMark())),
                    offset(text, index(path.getEndMark())),
                    "\"" + VARIABLE + "/" + folder().relativize(file) + "\"");
        }
        return copy.toString()
                .replaceAll(
                        SCHEMA,
                        Matcher.quoteReplacement(
                                "$schema=" + folder().resolve("recipe.schema.json")))
                .replaceAll(MODELS, Matcher.quoteReplacement("," + models() + "}"))
                .replaceAll(
                        "cria run (recipes/)?" + Pattern.quote(name(recipe)) + "(\\.yaml)?(?=\\s)",
                        Matcher.quoteReplacement("cria run " + target));
    }

    /** As the command line calls it: without the ending. */
    private static String name(Path recipe) {
        return folder().relativize(recipe.toAbsolutePath()).toString().replaceFirst("\\.yaml$", "");
    }

    private static Path models() {
        return folder().resolveSibling("models");
    }

    private static void collect(Node node, Path folder, List<ScalarNode> paths) {
        if (node instanceof ScalarNode scalar && isShipped(scalar.getValue(), folder)) {
            paths.add(scalar);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(part -> collect(part, folder, paths));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> collect(tuple.getValueNode(), folder, paths));
        }
    }

    /** A file that is there, or a path with more than one name in a folder that is. */
    private static boolean isShipped(String value, Path folder) {
        if (value.isBlank() || value.contains("${") || value.startsWith("/")) {
            return false;
        }
        try {
            Path relative = Path.of(value);
            Path path = folder.resolve(relative).normalize();
            boolean below = path.startsWith(folder());
            boolean inFolder =
                    relative.getNameCount() > 1
                            && Files.isDirectory(folder.resolve(relative.getName(0)));
            return below && (Files.isRegularFile(path) || inFolder);
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private static int index(Optional<Mark> mark) {
        return mark.map(Mark::getIndex).orElse(0);
    }

    private static int offset(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }
}
