package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages that read a folder from another place.
 *
 * @param from an absolute folder; it and what lies in it is meant
 * @param to what takes its place
 */
public record Relocation(Path from, Path to) {

    /** A stage with every path into the old folder leading into the new one. */
    public Stage of(Stage stage) {
        Map<String, Object> values = new LinkedHashMap<>();
        stage.values().forEach((key, value) -> values.put(key, moved(value)));
        return new Stage(stage.type(), stage.name(), stage.round(), values);
    }

    private Object moved(Object value) {
        if (value instanceof String text) {
            return moved(text);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(part -> copy.add(moved(part)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, part) -> copy.put(key, moved(part)));
            return copy;
        }
        if (value instanceof Dataset data) {
            return data.withPaths(data.paths().stream().map(this::moved).toList());
        }
        if (value instanceof SourceChoice source) {
            return source.withPaths(source.paths().stream().map(this::moved).toList());
        }
        if (value instanceof StepChoice step) {
            Map<String, Object> given = new LinkedHashMap<>();
            step.given().forEach((key, part) -> given.put(key, moved(part)));
            return new StepChoice(step.name(), given);
        }
        return value;
    }

    private String moved(String text) {
        String start = from.toString();
        boolean inside =
                text.equals(start) || text.startsWith(start + from.getFileSystem().getSeparator());
        return inside ? to + text.substring(start.length()) : text;
    }
}
