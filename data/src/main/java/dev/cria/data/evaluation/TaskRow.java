package dev.cria.data.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a task's file.
 *
 * @param fields texts, numbers, truth values, lists and mappings by their names
 * @param origin file and row, for error messages
 */
public record TaskRow(Map<String, Object> fields, String origin) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The row with one more field. */
    TaskRow with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new TaskRow(more, origin);
    }

    /**
     * The value at a path: a field's name, and behind it {@code .name} of a mapping and {@code [0]}
     * of a list; {@code .name} of a list is that of each of its parts. A field may itself have such
     * a name. Lists and mappings in tables without such types are read from JSON.
     *
     * @throws UserException where there is none
     */
    Object at(String path) {
        if (fields.containsKey(path)) {
            return fields.get(path);
        }
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Object value = fields.get(path.substring(0, end));
        while (value != null && end < path.length()) {
            int next = end + 1;
            while (next < path.length() && path.charAt(next) != '.' && path.charAt(next) != '[') {
                next++;
            }
            value = inside(value, path.substring(end, next));
            end = next;
        }
        if (value == null) {
            throw new UserException(
                    "%s: has no '%s'; it has %s"
                            .formatted(origin, path, String.join(", ", fields.keySet())));
        }
        return value;
    }

    private Object inside(Object value, String step) {
        Object whole = value instanceof String text ? parsed(text) : value;
        if (whole instanceof Map<?, ?> map && step.startsWith(".")) {
            return map.get(step.substring(1));
        }
        if (whole instanceof List<?> list && step.matches("\\[\\d{1,6}\\]")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            return index < list.size() ? list.get(index) : null;
        }
        if (whole instanceof List<?> list && step.startsWith(".")) {
            List<Object> parts = new ArrayList<>();
            list.forEach(each -> parts.add(inside(each, step)));
            return parts.contains(null) ? null : parts;
        }
        return null;
    }

    /** A list or mapping that stands in a text as JSON; null for any other text. */
    static Object parsed(String text) {
        String plain = text.strip();
        if (!plain.startsWith("[") && !plain.startsWith("{")) {
            return null;
        }
        try {
            return JSON.readValue(plain, Object.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
