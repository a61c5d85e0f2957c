package dev.cria.recipes.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.dataset.FieldNames;
import dev.cria.data.dataset.InlineRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data set of a recipe.
 *
 * @param paths existing files or folders, or ones that an earlier stage writes
 * @param rows that the recipe has itself; there are paths or rows
 * @param format a format's name, or {@code auto}
 * @param maxSamples how many rows are read at most, the first ones; 0 for all
 * @param weight share of the tokens in a mix, beside the other weights; 0 where there is no mix
 * @param part which part of folders
 * @param names of fields that differ from the usual ones
 */
public record Dataset(
        List<String> paths,
        List<InlineRow> rows,
        String format,
        int maxSamples,
        double weight,
        Part part,
        FieldNames names) {

    /**
     * A part of a folder that is laid out as those of the Hugging Face hub.
     *
     * @param subset a configuration of its card; empty where the recipe does not say
     * @param split such as train; empty where the recipe does not say
     */
    public record Part(String subset, String split) {

        /** What a folder gives by itself. */
        public static final Part USUAL = new Part("", "");
    }

    /** What {@code format} is where the recipe does not say. */
    public static final String AUTO = "auto";

    /** What a mapping says of one. */
    public static final List<String> FIELDS =
            List.of(
                    "path",
                    "rows",
                    "format",
                    "max_samples",
                    "weight",
                    "subset",
                    "split",
                    "columns",
                    "tags");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the lists. */
    public Dataset {
        paths = List.copyOf(paths);
        rows = List.copyOf(rows);
    }

    /** Files with the usual names of fields. */
    public Dataset(List<String> paths, String format, int maxSamples, double weight) {
        this(paths, List.of(), format, maxSamples, weight, Part.USUAL, FieldNames.USUAL);
    }

    /** The same of other files. */
    Dataset withPaths(List<String> others) {
        return new Dataset(others, rows, format, maxSamples, weight, part, names);
    }

    /** The last part of the path, for messages. */
    public String fileName() {
        if (paths.isEmpty()) {
            return "rows of the recipe";
        }
        String first = Path.of(paths.get(0)).getFileName().toString();
        return paths.size() == 1 ? first : "%s and %d more".formatted(first, paths.size() - 1);
    }

    /** All paths, for messages. */
    public String where() {
        return paths.isEmpty() ? rows.get(0).place() : String.join(", ", paths);
    }

    /** The same with no more than its first rows. */
    public Dataset first(int count) {
        int most = maxSamples == 0 ? count : Math.min(count, maxSamples);
        return new Dataset(paths, rows, format, most, weight, part, names);
    }

    /** The same without a share in a mix. */
    public Dataset unweighted() {
        return new Dataset(paths, rows, format, maxSamples, 0, part, names);
    }

    /** The data set as a recipe writes it: the path alone where that says everything. */
    Object tree() {
        Object path = paths.size() == 1 ? paths.get(0) : paths;
        if (equals(new Dataset(paths, AUTO, 0, 0)) && paths.size() == 1) {
            return path;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        if (paths.isEmpty()) {
            tree.put("rows", rows.stream().map(Dataset::tree).toList());
        } else {
            tree.put("path", path);
        }
        tree.put("format", format);
        if (maxSamples > 0) {
            tree.put("max_samples", maxSamples);
        }
        if (weight > 0) {
            tree.put("weight", weight);
        }
        put(tree, "subset", part.subset());
        put(tree, "split", part.split());
        put(tree, "columns", names.columns());
        put(tree, "tags", names.tags());
        return tree;
    }

    private static void put(Map<String, Object> tree, String field, String value) {
        if (!value.isEmpty()) {
            tree.put(field, value);
        }
    }

    private static void put(Map<String, Object> tree, String field, Map<String, String> value) {
        if (!value.isEmpty()) {
            tree.put(field, new TreeMap<>(value));
        }
    }

    private static Object tree(InlineRow row) {
        try {
            return JSON.readValue(row.json(), Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + row.json(), e);
        }
    }
}
