package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One stage of a recipe: checked values for every key of its type, defaults filled in.
 *
 * @param type what it does: one of {@link Schema#STAGES}
 * @param name what it is called; the name of its folder
 */
public record Stage(String type, String name, Map<String, Object> values) {

    /** A text. */
    public String text(String key) {
        return (String) value(key);
    }

    /** A list of texts. */
    public List<String> texts(String key) {
        return ((List<?>) value(key)).stream().map(String.class::cast).toList();
    }

    /** A path; null where an optional one is not given. */
    public Path path(String key) {
        String text = text(key);
        return text.isEmpty() ? null : Path.of(text);
    }

    /** A list of paths. */
    public List<Path> paths(String key) {
        return texts(key).stream().map(Path::of).toList();
    }

    /** A whole number. */
    public int integer(String key) {
        return Math.toIntExact(((Number) value(key)).longValue());
    }

    /** A real number. */
    public double number(String key) {
        return ((Number) value(key)).doubleValue();
    }

    /** A switch. */
    public boolean flag(String key) {
        return (Boolean) value(key);
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("stage %s has no key %s".formatted(type, key));
        }
        return value;
    }
}
