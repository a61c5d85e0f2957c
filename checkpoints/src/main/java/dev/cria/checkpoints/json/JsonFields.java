package dev.cria.checkpoints.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Typed access to the fields of an object in a file. A field that is null counts as missing. Every
 * error is a {@link UserException} that names the file and the field.
 */
public record JsonFields(Path file, String prefix, ObjectNode node) {

    public JsonFields(Path file, ObjectNode node) {
        this(file, "", node);
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    public int requireInt(String field) {
        JsonNode value = require(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(field, "an integer");
        }
        return value.intValue();
    }

    public int intOr(String field, int otherwise) {
        return has(field) ? requireInt(field) : otherwise;
    }

    /** Null where missing. */
    public Integer intOrNull(String field) {
        return has(field) ? Integer.valueOf(requireInt(field)) : null;
    }

    public long requireLong(String field) {
        JsonNode value = require(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "an integer");
        }
        return value.longValue();
    }

    public double requireDouble(String field) {
        JsonNode value = require(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(field, "a finite number");
        }
        return value.doubleValue();
    }

    public double doubleOr(String field, double otherwise) {
        return has(field) ? requireDouble(field) : otherwise;
    }

    public boolean booleanOr(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (!node.get(field).isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.get(field).booleanValue();
    }

    public String requireString(String field) {
        JsonNode value = require(field);
        if (!value.isTextual()) {
            throw wrong(field, "a string");
        }
        return value.textValue();
    }

    public String stringOr(String field, String otherwise) {
        return has(field) ? requireString(field) : otherwise;
    }

    /** Reads an array of integers, a single integer, or nothing as an empty list. */
    public List<Integer> intsOrEmpty(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!node.get(field).isArray()) {
            return List.of(requireInt(field));
        }
        List<Integer> ints = new ArrayList<>();
        for (JsonNode element : node.get(field)) {
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw wrong(field, "an integer or a list of integers");
            }
            ints.add(element.intValue());
        }
        return List.copyOf(ints);
    }

    public List<String> requireStrings(String field) {
        JsonNode array = require(field);
        List<String> strings = new ArrayList<>();
        if (!array.isArray()) {
            throw wrong(field, "a list of strings");
        }
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw wrong(field, "a list of strings");
            }
            strings.add(element.textValue());
        }
        return List.copyOf(strings);
    }

    public JsonFields requireObject(String field) {
        if (require(field) instanceof ObjectNode object) {
            return new JsonFields(file, prefix + field + ".", object);
        }
        throw wrong(field, "an object");
    }

    /** Refuses fields other than these. */
    public void requireOnly(Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new UserException(
                    "%s: unknown field \"%s%s\"; expected %s"
                            .formatted(
                                    file, prefix, unknown.iterator().next(), new TreeSet<>(known)));
        }
    }

    /** An error about a field's value. */
    public UserException wrong(String field, String expected) {
        String value = String.valueOf(node.get(field));
        String shown = value.length() > 100 ? value.substring(0, 100) + "..." : value;
        return new UserException(
                "%s: field \"%s%s\" is %s, expected %s"
                        .formatted(file, prefix, field, shown, expected));
    }

    private JsonNode require(String field) {
        if (!has(field)) {
            throw new UserException("%s: field \"%s%s\" is missing".formatted(file, prefix, field));
        }
        return node.get(field);
    }
}
