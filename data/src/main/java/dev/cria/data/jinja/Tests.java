package dev.cria.data.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tests that there are, by name. */
final class Tests {

    private static final Map<String, Test> ALL = all();

    private Tests() {}

    /** Null where there is none of this name. */
    static Test of(String name) {
        return ALL.get(name);
    }

    private static Map<String, Test> all() {
        Map<String, Test> all = new HashMap<>();
        all.put("defined", (run, value, a) -> !(value instanceof Undefined));
        all.put("undefined", (run, value, a) -> value instanceof Undefined);
        all.put("none", (run, value, a) -> value == Values.NONE);
        all.put("string", (run, value, a) -> value instanceof Text);
        all.put("mapping", (run, value, a) -> value instanceof Map);
        all.put("iterable", (run, value, a) -> isIterable(value));
        all.put("sequence", (run, value, a) -> isIterable(value) && !(value instanceof Undefined));
        all.put("number", (run, value, a) -> Values.isNumber(value));
        all.put("integer", (run, value, a) -> value instanceof Long || value instanceof BigInteger);
        all.put("float", (run, value, a) -> value instanceof Double);
        all.put("boolean", (run, value, a) -> value instanceof Boolean);
        all.put("true", (run, value, a) -> value.equals(true));
        all.put("false", (run, value, a) -> value.equals(false));
        all.put("callable", (run, value, a) -> value instanceof Callable);
        all.put("sameas", (run, value, a) -> Values.equal(run, value, a.require(run, 0, "other")));
        all.put("even", (run, value, a) -> remainder(run, value, 2L) == 0);
        all.put("odd", (run, value, a) -> remainder(run, value, 2L) == 1);
        all.put(
                "divisibleby",
                (run, value, a) -> remainder(run, value, a.require(run, 0, "num")) == 0);
        all.put(
                "lower",
                (run, value, a) ->
                        isText(value) && value.equals(TextMethods.lower(run, (Text) value)));
        all.put(
                "upper",
                (run, value, a) ->
                        isText(value) && value.equals(TextMethods.upper(run, (Text) value)));
        compare(all, "==", "eq", "equalto", "==");
        compare(all, "!=", "ne", "!=");
        compare(all, "<", "lt", "lessthan", "<");
        compare(all, "<=", "le", "<=");
        compare(all, ">", "gt", "greaterthan", ">");
        compare(all, ">=", "ge", ">=");
        compare(all, "in", "in");
        return Map.copyOf(all);
    }

    private static void compare(Map<String, Test> all, String operator, String... names) {
        for (String name : names) {
            all.put(
                    name,
                    (run, value, a) ->
                            Operators.compare(run, operator, value, a.require(run, 0, "other")));
        }
    }

    private static boolean isText(Object value) {
        return value instanceof Text;
    }

    private static boolean isIterable(Object value) {
        return isText(value)
                || value instanceof List
                || value instanceof Map
                || value instanceof Undefined;
    }

    private static double remainder(Run run, Object value, Object by) {
        return Values.number(Operators.binary(run, "%", value, by));
    }
}
