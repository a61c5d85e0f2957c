package dev.cria.data.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a template: {@link Text}, Boolean, Long, BigInteger (only from data), Double,
 * {@link #NONE}, {@link Undefined}, List, Map with texts as keys, and what can be called.
 */
public final class Values {

    /** Python's None. */
    public static final Object NONE =
            new Object() {
                @Override
                public String toString() {
                    return "None";
                }
            };

    private Values() {}

    /** JSON as data. */
    public static Object data(JsonNode json) {
        if (json.isTextual()) {
            return Text.data(json.textValue());
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isIntegralNumber()) {
            return json.canConvertToLong() ? (Object) json.longValue() : json.bigIntegerValue();
        }
        if (json.isNumber()) {
            return json.doubleValue();
        }
        if (json.isArray()) {
            List<Object> list = new ArrayList<>();
            json.forEach(element -> list.add(data(element)));
            return list;
        }
        if (json.isObject()) {
            Map<Object, Object> map = new LinkedHashMap<>();
            json.properties().forEach(e -> map.put(Text.data(e.getKey()), data(e.getValue())));
            return map;
        }
        return NONE;
    }

    static boolean isTrue(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return !isEmpty(value) && value != NONE && !(value instanceof Undefined);
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Text text && text.length() == 0)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static double number(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
    }

    /** As Python's {@code ==}; values within values are paid for. */
    static boolean equal(Run run, Object a, Object b) {
        run.budget().step();
        if (isNumber(a) && isNumber(b)) {
            return a.equals(b) || number(a) == number(b);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = equal(run, left.get(i), right.get(i));
            }
            return same;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream()
                            .allMatch(key -> equal(run, left.get(key), right.get(key)));
        }
        if (a instanceof Text left && b instanceof Text right) {
            return left.equals(right);
        }
        return a == b || (a instanceof Undefined && b instanceof Undefined);
    }

    /** A key of a mapping: a single value, as in Python. */
    static Object key(Run run, Object key) {
        if (key instanceof Text || isNumber(key) || key == NONE) {
            return key;
        }
        throw run.wrong(kind(key) + " cannot be a key");
    }

    static int compare(Run run, Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return a instanceof Long left && b instanceof Long right
                    ? Long.compare(left, right)
                    : Double.compare(number(a), number(b));
        }
        if (a instanceof Text left && b instanceof Text right) {
            return left.value().compareTo(right.value());
        }
        throw run.wrong(kind(a) + " and " + kind(b) + " have no order");
    }

    /** What a loop goes through. */
    static List<?> elements(Run run, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof Text text) {
            run.budget().characters(text.length());
            List<Object> characters = new ArrayList<>();
            for (int i = 0; i < text.length(); ) {
                int next = text.value().offsetByCodePoints(i, 1);
                characters.add(text.substring(i, next));
                i = next;
            }
            return characters;
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw run.wrong(kind(value) + " has no elements");
    }

    static String kind(Object value) {
        if (value instanceof Undefined undefined) {
            return undefined.why();
        }
        if (value instanceof Text) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "a whole number";
        }
        if (value instanceof Double) {
            return "a number";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof Map ? "a mapping" : value == NONE ? "none" : "a function";
    }
}
