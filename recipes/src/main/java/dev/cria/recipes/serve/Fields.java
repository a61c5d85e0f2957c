package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.recipe.Nearest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The members of a request, each asked for by its name; what nobody asks for is refused. */
final class Fields {

    private final JsonNode node;
    private final Set<String> asked = new HashSet<>();

    Fields(JsonNode node) {
        this.node = node;
    }

    /** A member; one that is null counts as absent, which is a missing node. */
    JsonNode get(String name) {
        asked.add(name);
        JsonNode value = node.path(name);
        return value.isNull() ? node.path("") : value;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    String text(String name, String otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw expected(name, "a text", value);
        }
        return value.asText();
    }

    double number(String name, double otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw expected(name, "a number", value);
        }
        return value.asDouble();
    }

    long whole(String name, long otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw expected(name, "a whole number", value);
        }
        return value.asLong();
    }

    int count(String name, int otherwise, int least, int most) {
        long value = whole(name, otherwise);
        if (value != otherwise && (value < least || value > most)) {
            throw ApiError.invalid(
                    name, "%s: expected %d to %d, found %d".formatted(name, least, most, value));
        }
        return (int) value;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw expected(name, "true or false", value);
        }
        return value.asBoolean();
    }

    /** Names that clients send and that change nothing here. */
    void ignore(Set<String> names) {
        asked.addAll(names);
    }

    /** Names that would change answers in a way that there is not: null and nothing are allowed. */
    void refuse(Map<String, String> why) {
        why.forEach(
                (name, reason) -> {
                    JsonNode value = get(name);
                    boolean nothing =
                            value.isMissingNode()
                                    || (value.isContainerNode() && value.isEmpty())
                                    || (value.isBoolean() && !value.asBoolean())
                                    || (value.isNumber() && value.asDouble() == 0);
                    if (!nothing) {
                        throw ApiError.invalid(name, name + ": " + reason);
                    }
                });
    }

    /** Refuses names that nobody has asked for. */
    void requireNoOthers() {
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!asked.contains(name)) {
                                throw ApiError.invalid(
                                        name,
                                        "there is no parameter '%s'%s"
                                                .formatted(
                                                        name,
                                                        Nearest.hintOrAll(
                                                                name, new TreeSet<>(asked))));
                            }
                        });
    }

    private static ApiError expected(String name, String what, JsonNode found) {
        String text = found.toString();
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return ApiError.invalid(name, "%s: expected %s, found %s".formatted(name, what, shown));
    }
}
