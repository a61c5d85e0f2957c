package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of a file, read field by field with messages that say where and what is wrong.
 *
 * @param node an object
 * @param origin file and row
 * @param columns names of fields that differ from the usual ones
 * @param format what the row is read as
 */
record Row(JsonNode node, String origin, Map<String, String> columns, DatasetFormat format) {

    boolean has(String field) {
        return !get(field).isMissingNode() && !get(field).isNull();
    }

    JsonNode get(String field) {
        return node.path(columns.getOrDefault(field, field));
    }

    /** A text; what is absent or null is an error. */
    String text(String field) {
        return text(get(field), field);
    }

    /** A text, empty where it is absent or null. */
    String optionalText(String field) {
        return has(field) ? text(field) : "";
    }

    String text(JsonNode value, String where) {
        if (!value.isTextual()) {
            throw wrong(where, "is " + kind(value) + ", expected text");
        }
        return value.textValue();
    }

    List<JsonNode> list(String field) {
        JsonNode value = get(field);
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(field, "is " + kind(value) + ", expected a list that is not empty");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    UserException wrong(String where, String what) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        String name = columns.getOrDefault(where, where);
        return new UserException(
                origin
                        + ": field '"
                        + name
                        + "' "
                        + what
                        + "; a row of format "
                        + format.label()
                        + " is "
                        + format.shape()
                        + ", this one has the fields "
                        + names);
    }

    static String kind(JsonNode value) {
        if (value.isMissingNode()) {
            return "absent";
        }
        if (value.isArray() && value.isEmpty()) {
            return "an empty list";
        }
        return switch (value.getNodeType()) {
            case NULL -> "null";
            case STRING -> "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case BOOLEAN -> "true or false";
            default -> "a number";
        };
    }
}
