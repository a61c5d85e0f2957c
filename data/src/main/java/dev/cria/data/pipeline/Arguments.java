package dev.cria.data.pipeline;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked settings of a step: a value for each of its parameters, of the type of its default.
 */
public final class Arguments {

    private final String step;
    private final Path folder;
    private final long seed;
    private final Map<String, Object> values;

    private Arguments(String step, Path folder, long seed, Map<String, Object> values) {
        this.step = step;
        this.folder = folder;
        this.seed = seed;
        this.values = values;
    }

    /**
     * Checks what was given against what can be set.
     *
     * @param folder that paths are relative to
     * @param seed of the run
     * @throws UserException that names step and parameter
     */
    public static Arguments of(StepKind kind, Map<String, ?> given, Path folder, long seed) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : kind.parameters()) {
            Object value = given.get(parameter.name());
            values.put(
                    parameter.name(),
                    value == null
                            ? parameter.initial()
                            : ArgumentChecks.check(kind.name(), parameter, value));
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new UserException(
                        "step %s has no parameter '%s'; it has %s"
                                .formatted(kind.name(), name, values.keySet()));
            }
        }
        return new Arguments(kind.name(), folder, seed, values);
    }

    /** The name of the step. */
    public String step() {
        return step;
    }

    /** The seed of the run, for steps that draw. */
    public long seed() {
        return seed;
    }

    /** Every value by name, as it is written down. */
    public Map<String, Object> values() {
        return Map.copyOf(values);
    }

    /** A switch. */
    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    /** A whole number. */
    public long integer(String name) {
        return get(name, Long.class);
    }

    /** A number. */
    public double number(String name) {
        return get(name, Double.class);
    }

    /** A word or text. */
    public String text(String name) {
        return get(name, String.class);
    }

    /** Words. */
    @SuppressWarnings("unchecked")
    public List<String> list(String name) {
        return get(name, List.class);
    }

    /** A file or folder; null for none. */
    public Path path(String name) {
        String text = text(name);
        return text.isEmpty() ? null : folder.resolve(text);
    }

    /** Files and folders. */
    public List<Path> paths(String name) {
        return list(name).stream().map(folder::resolve).toList();
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name + " of " + step);
        }
        return type.cast(value);
    }
}
