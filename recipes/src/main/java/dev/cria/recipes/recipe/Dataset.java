package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A data set of a recipe.
 *
 * @param path an existing file or folder, or one that an earlier stage writes
 * @param format a format's name, or {@code auto}
 * @param maxSamples how many examples are used at most, the first ones; 0 for all
 */
public record Dataset(String path, String format, int maxSamples) {

    /** What {@code format} is where the recipe does not say. */
    public static final String AUTO = "auto";

    /** The last part of the path, for messages. */
    public String fileName() {
        return Path.of(path).getFileName().toString();
    }

    /** The data set as a recipe writes it: the path alone where that says everything. */
    Object tree() {
        if (format.equals(AUTO) && maxSamples == 0) {
            return path;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", path);
        tree.put("format", format);
        if (maxSamples > 0) {
            tree.put("max_samples", maxSamples);
        }
        return tree;
    }
}
