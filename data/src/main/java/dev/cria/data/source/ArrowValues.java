package dev.cria.data.source;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Values of Arrow's vectors as JSON knows them. */
final class ArrowValues {

    private ArrowValues() {}

    /** A mapping without what is null, a list, a number, a truth value or text; null of null. */
    static Object plain(Field field, Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> fields) {
            return structure(field, fields);
        }
        if (value instanceof List<?> list) {
            Field element = field.getChildren().isEmpty() ? field : field.getChildren().get(0);
            return field.getType() instanceof ArrowType.Map
                    ? entries(element, list)
                    : elements(element, list);
        }
        return value instanceof byte[] bytes
                ? "0x" + HexFormat.of().formatHex(bytes)
                : value.toString();
    }

    private static Map<String, Object> structure(Field field, Map<?, ?> fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field child : field.getChildren()) {
            Object value = plain(child, fields.get(child.getName()));
            if (value != null) {
                values.put(child.getName(), value);
            }
        }
        return values;
    }

    private static List<Object> elements(Field element, List<?> list) {
        List<Object> values = new ArrayList<>();
        list.forEach(each -> values.add(plain(element, each)));
        return values;
    }

    /** A map's entries: structures of a key and a value, whatever their names. */
    private static Map<String, Object> entries(Field entry, List<?> list) {
        String key = entry.getChildren().get(0).getName();
        String value = entry.getChildren().get(1).getName();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object each : list) {
            Map<String, Object> pair = structure(entry, (Map<?, ?>) each);
            if (pair.containsKey(value)) {
                values.put(String.valueOf(pair.get(key)), pair.get(value));
            }
        }
        return values;
    }
}
