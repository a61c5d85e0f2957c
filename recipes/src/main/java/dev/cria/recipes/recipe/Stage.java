package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One stage of a recipe: checked values for every key of its type, defaults filled in. Asking for a
 * key that the type does not have is a bug, and fails.
 *
 * @param type what it does: one of {@link Schema#STAGES}
 * @param name what it is called; the name of its folder
 * @param round which round of a recipe with rounds it belongs to, from 1; 0 for none
 */
public record Stage(String type, String name, int round, Map<String, Object> values) {

    /** A stage that is run once. */
    public Stage(String type, String name, Map<String, Object> values) {
        this(type, name, 0, values);
    }

    /** The same with other values for some keys. */
    public Stage with(Map<String, Object> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.putAll(changes);
        return new Stage(type, name, round, changed);
    }

    /** A word. */
    public String text(String key) {
        return (String) value(key);
    }

    /** A list of words or texts. */
    public List<String> texts(String key) {
        return ((List<?>) value(key)).stream().map(String.class::cast).toList();
    }

    /** An absolute path; null where an optional one is not given. */
    public Path path(String key) {
        String text = text(key);
        return text.isEmpty() ? null : Path.of(text);
    }

    /** A list of absolute paths. */
    public List<Path> paths(String key) {
        return texts(key).stream().map(Path::of).toList();
    }

    /** A list of data sets. */
    public List<Dataset> datasets(String key) {
        return ((List<?>) value(key)).stream().map(Dataset.class::cast).toList();
    }

    /** Steps of curation. */
    public List<StepChoice> steps(String key) {
        return ((List<?>) value(key)).stream().map(StepChoice.class::cast).toList();
    }

    /** Sources of a mix. */
    public List<SourceChoice> sources(String key) {
        return ((List<?>) value(key)).stream().map(SourceChoice.class::cast).toList();
    }

    /** Columns by the parts of a document. */
    public Map<String, String> columns(String key) {
        Map<String, String> columns = new LinkedHashMap<>();
        ((Map<?, ?>) value(key))
                .forEach((part, column) -> columns.put((String) part, (String) column));
        return columns;
    }

    /** Real numbers. */
    public List<Double> numbers(String key) {
        return ((List<?>) value(key)).stream().map(n -> ((Number) n).doubleValue()).toList();
    }

    /** Whole numbers. */
    public List<Integer> integers(String key) {
        return ((List<?>) value(key))
                .stream().map(n -> Math.toIntExact(((Number) n).longValue())).toList();
    }

    /** A whole number. */
    public int integer(String key) {
        return Math.toIntExact(((Number) value(key)).longValue());
    }

    /** A whole number that may be larger than an int. */
    public long wide(String key) {
        return ((Number) value(key)).longValue();
    }

    /** A real number. */
    public double number(String key) {
        return ((Number) value(key)).doubleValue();
    }

    /** A switch. */
    public boolean flag(String key) {
        return (Boolean) value(key);
    }

    /** Whether all these keys have values: a stage of another type lacks some. */
    public boolean has(String... keys) {
        return Arrays.stream(keys).allMatch(values::containsKey);
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("stage %s has no key %s".formatted(type, key));
        }
        return value;
    }
}
