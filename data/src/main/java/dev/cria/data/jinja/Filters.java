package dev.cria.data.jinja;

import java.util.HashMap;
import java.util.Map;

/** The filters that there are, by name. */
final class Filters {

    private static final Map<String, Filter> ALL = all();

    private Filters() {}

    /** Null where there is none of this name. */
    static Filter of(String name) {
        return ALL.get(name);
    }

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>(TextFilters.ALL);
        all.putAll(ListFilters.ALL);
        all.put("default", Filters::orElse);
        all.put("d", Filters::orElse);
        all.put("tojson", Filters::json);
        all.put("string", (run, value, a) -> Written.plain(run, value));
        all.put("int", (run, value, a) -> whole(value, a));
        all.put("float", (run, value, a) -> decimal(value));
        all.put(
                "abs",
                (run, value, a) ->
                        Values.number(value) < 0 ? Operators.negative(run, value) : value);
        all.put("round", Filters::round);
        return Map.copyOf(all);
    }

    private static Object orElse(Run run, Object value, Arguments arguments) {
        boolean falsy = Values.isTrue(arguments.get(1, "boolean", false)) && !Values.isTrue(value);
        return value instanceof Undefined || falsy
                ? arguments.get(0, "default_value", Text.EMPTY)
                : value;
    }

    /** As transformers has it: {@code json.dumps}, which escapes nothing of HTML. */
    private static Object json(Run run, Object value, Arguments arguments) {
        boolean ascii = Values.isTrue(arguments.names().getOrDefault("ensure_ascii", false));
        boolean sorted = Values.isTrue(arguments.names().getOrDefault("sort_keys", false));
        Object given =
                arguments.places().isEmpty()
                        ? arguments.names().get("indent")
                        : arguments.places().get(0);
        Arguments one =
                new Arguments(
                        given == null ? java.util.List.of() : java.util.List.of(given), Map.of());
        int indent = one.integer(run, 0, "indent", -1);
        String item = indent >= 0 ? "," : ", ";
        String key = ": ";
        Object separators = arguments.names().get("separators");
        if (separators != null && separators != Values.NONE) {
            java.util.List<?> both = Values.elements(run, separators);
            item = both.get(0).toString();
            key = both.get(1).toString();
        }
        if (indent > 16) {
            throw run.wrong("an indent of more than 16");
        }
        return Written.json(run, value, new Written.Json(indent, item, key, ascii, sorted));
    }

    private static Object whole(Object value, Arguments arguments) {
        try {
            if (value instanceof Text text) {
                return Long.parseLong(text.value().strip());
            }
        } catch (NumberFormatException e) {
            return arguments.get(0, "default", 0L);
        }
        return Values.isNumber(value)
                ? (Object) (long) Values.number(value)
                : arguments.get(0, "default", 0L);
    }

    private static Object decimal(Object value) {
        try {
            if (value instanceof Text text) {
                return Double.parseDouble(text.value().strip());
            }
        } catch (NumberFormatException e) {
            return 0.0;
        }
        return Values.isNumber(value) ? Values.number(value) : 0.0;
    }

    private static Object round(Run run, Object value, Arguments arguments) {
        int places = arguments.integer(run, 0, "precision", 0);
        Operators.requireNumber(run, value);
        if (Math.abs(places) > 15) {
            throw run.wrong("a precision of more than 15");
        }
        return new java.math.BigDecimal(Values.number(value))
                .setScale(places, java.math.RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
