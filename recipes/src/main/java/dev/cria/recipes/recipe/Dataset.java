package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set of a recipe.
 *
 * @param paths existing files or folders, or ones that an earlier stage writes
 * @param format a format's name, or {@code auto}
 * @param maxSamples how many rows are read at most, the first ones; 0 for all
 * @param weight share of the tokens in a mix, beside the other weights; 0 where there is no mix
 */
public record Dataset(List<String> paths, String format, int maxSamples, double weight) {

    /** What {@code format} is where the recipe does not say. */
    public static final String AUTO = "auto";

    /** What a mapping says of one. */
    public static final List<String> FIELDS = List.of("path", "format", "max_samples", "weight");

    public Dataset {
        paths = List.copyOf(paths);
    }

    /** The same of other files. */
    Dataset withPaths(List<String> others) {
        return new Dataset(others, format, maxSamples, weight);
    }

    /** The last part of the path, for messages. */
    public String fileName() {
        String first = Path.of(paths.get(0)).getFileName().toString();
        return paths.size() == 1 ? first : "%s and %d more".formatted(first, paths.size() - 1);
    }

    /** The same with no more than its first rows. */
    public Dataset first(int rows) {
        int most = maxSamples == 0 ? rows : Math.min(rows, maxSamples);
        return new Dataset(paths, format, most, weight);
    }

    /** The data set as a recipe writes it: the path alone where that says everything. */
    Object tree() {
        Object path = paths.size() == 1 ? paths.get(0) : paths;
        if (paths.size() == 1 && format.equals(AUTO) && maxSamples == 0 && weight == 0) {
            return path;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", path);
        tree.put("format", format);
        if (maxSamples > 0) {
            tree.put("max_samples", maxSamples);
        }
        if (weight > 0) {
            tree.put("weight", weight);
        }
        return tree;
    }
}
