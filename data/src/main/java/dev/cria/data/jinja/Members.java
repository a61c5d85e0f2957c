package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is reached through a dot or in brackets. Nothing else of a value can be reached. */
final class Members {

    private Members() {}

    /** {@code value.name}: a method where the value has one of this name, else an element. */
    static Object attribute(Run run, Object value, String name) {
        run.budget().step();
        if (value instanceof Undefined undefined) {
            throw run.wrong(undefined.why());
        }
        Object method = null;
        if (value instanceof Text text) {
            method = TextMethods.of(text, name);
        } else if (value instanceof Map<?, ?> map) {
            method = MapMethods.of(map, name);
        } else if (value instanceof Namespace namespace) {
            method = namespace.get(name);
        } else if (value instanceof Loop loop) {
            method = loop.get(run, name);
        }
        return method != null ? method : element(run, value, Text.of(name));
    }

    /** {@code value[key]}. */
    static Object item(Run run, Object value, Object key) {
        run.budget().step();
        if (value instanceof Undefined undefined) {
            throw run.wrong(undefined.why());
        }
        return element(run, value, key);
    }

    private static Object element(Run run, Object value, Object key) {
        if (value instanceof Map<?, ?> map) {
            Object found = map.get(Values.key(run, key));
            return found == null ? missing(value, key) : found;
        }
        if (key instanceof Long index && value instanceof List<?> list) {
            long at = index < 0 ? index + list.size() : index;
            return at >= 0 && at < list.size() ? list.get((int) at) : missing(value, key);
        }
        if (key instanceof Long index && value instanceof Text text) {
            int length = text.value().codePointCount(0, text.length());
            long at = index < 0 ? index + length : index;
            return at >= 0 && at < length
                    ? codePoints(text, (int) at, (int) at + 1)
                    : missing(value, key);
        }
        return missing(value, key);
    }

    private static Undefined missing(Object value, Object key) {
        return new Undefined(Values.kind(value) + " has no '" + key + "'");
    }

    private static Text codePoints(Text text, int from, int to) {
        int start = text.value().offsetByCodePoints(0, from);
        return text.substring(start, text.value().offsetByCodePoints(start, to - from));
    }

    /** {@code value[from:to:step]}, each of which may be null. */
    static Object slice(Run run, Object value, Object from, Object to, Object step) {
        if (value instanceof Undefined undefined) {
            throw run.wrong(undefined.why());
        }
        boolean isText = value instanceof Text;
        if (!isText && !(value instanceof List)) {
            throw run.wrong(Values.kind(value) + " has no parts");
        }
        List<?> elements = isText ? List.of() : (List<?>) value;
        Text text = isText ? (Text) value : Text.EMPTY;
        int size = isText ? text.value().codePointCount(0, text.length()) : elements.size();
        long stride = step == null ? 1 : whole(run, step);
        if (stride == 0) {
            throw run.wrong("a step of 0");
        }
        long first = bound(run, from, stride > 0 ? 0 : size - 1, size, stride);
        long last = bound(run, to, stride > 0 ? size : -1, size, stride);
        run.budget().characters(size);
        if (isText && stride == 1) {
            return first >= last ? Text.EMPTY : codePoints(text, (int) first, (int) last);
        }
        List<?> all = isText ? Values.elements(run, value) : elements;
        List<Object> kept = new ArrayList<>();
        for (long i = first; stride > 0 ? i < last : i > last; i += stride) {
            kept.add(all.get((int) i));
        }
        if (!isText) {
            return kept;
        }
        TextBuilder out = new TextBuilder(run.budget());
        kept.forEach(part -> out.add((Text) part));
        return out.text();
    }

    private static long bound(Run run, Object given, long initial, int size, long stride) {
        if (given == null || given == Values.NONE) {
            return initial;
        }
        long at = whole(run, given);
        at = at < 0 ? at + size : at;
        long lowest = stride > 0 ? 0 : -1;
        return Math.max(lowest, Math.min(at, stride > 0 ? size : size - 1));
    }

    private static long whole(Run run, Object value) {
        if (value instanceof Long number && Math.abs(number) <= Integer.MAX_VALUE) {
            return number;
        }
        throw run.wrong("a place in a list is " + Values.kind(value) + ", not a whole number");
    }
}
