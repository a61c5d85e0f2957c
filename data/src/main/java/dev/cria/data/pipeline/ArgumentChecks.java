package dev.cria.data.pipeline;

import dev.cria.checkpoints.UserException;
import java.util.List;

/** Whether a value suits a parameter. */
final class ArgumentChecks {

    private ArgumentChecks() {}

    /** The value, of the type of the parameter's default. */
    static Object check(String step, Parameter parameter, Object value) {
        Object initial = parameter.initial();
        if (initial instanceof Boolean && value instanceof Boolean) {
            return value;
        }
        if (initial instanceof Long && isWhole(value)) {
            inRange(step, parameter, ((Number) value).doubleValue());
            return ((Number) value).longValue();
        }
        if (initial instanceof Double && value instanceof Number number) {
            return inRange(step, parameter, number.doubleValue());
        }
        if (initial instanceof String && isScalar(value)) {
            return oneOf(step, parameter, value.toString());
        }
        if (initial instanceof List<?> && value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        if (initial instanceof List<?> && isScalar(value)) {
            return List.of(value.toString());
        }
        throw wrong(step, parameter, value, expected(initial));
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static double inRange(String step, Parameter parameter, double value) {
        if (value >= parameter.min() && value <= parameter.max()) {
            return value;
        }
        throw wrong(
                step,
                parameter,
                value,
                "a number from %s to %s".formatted(parameter.min(), parameter.max()));
    }

    private static String oneOf(String step, Parameter parameter, String word) {
        if (parameter.choices().isEmpty() || parameter.choices().contains(word)) {
            return word;
        }
        throw wrong(step, parameter, word, "one of " + String.join(", ", parameter.choices()));
    }

    private static String expected(Object initial) {
        if (initial instanceof Boolean) {
            return "true or false";
        }
        if (initial instanceof Long) {
            return "a whole number";
        }
        if (initial instanceof Double) {
            return "a number";
        }
        return initial instanceof String ? "a text" : "a list";
    }

    private static UserException wrong(
            String step, Parameter parameter, Object value, String expected) {
        return new UserException(
                "step %s: %s is '%s'; expected %s (%s)"
                        .formatted(step, parameter.name(), value, expected, parameter.help()));
    }
}
