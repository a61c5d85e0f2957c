package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cria.checkpoints.Spelling;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a file, read field by field with messages that say where and what is wrong.
 *
 * @param node an object
 * @param origin file and row
 * @param names of fields that differ from the usual ones
 * @param format what the row is read as
 */
record Row(JsonNode node, String origin, FieldNames names, DatasetFormat format) {

    boolean has(String field) {
        return !get(field).isMissingNode() && !get(field).isNull();
    }

    JsonNode get(String field) {
        return node.path(names.column(field, format));
    }

    /** The first of some fields that the row has; the first of all where it has none. */
    String firstOf(String... fields) {
        for (String field : fields) {
            if (has(field)) {
                return field;
            }
        }
        return fields[0];
    }

    /** A text; what is absent or null is an error. */
    String text(String field) {
        return text(get(field), field);
    }

    /** A text, empty where it is absent or null. */
    String optionalText(String field) {
        return has(field) ? text(field) : "";
    }

    /** The same of a number too, as its digits. */
    String optionalScalar(String field) {
        return get(field).isNumber() ? get(field).asText() : optionalText(field);
    }

    String text(JsonNode value, String where) {
        if (!value.isTextual()) {
            String how = value.isNumber() ? ", expected text: put it in quotes" : ", expected text";
            throw wrong(where, "is " + kind(value) + how);
        }
        return value.textValue();
    }

    /** A list, or JSON text of one, as tables without lists have it. */
    List<JsonNode> list(String field) {
        JsonNode value = structure(get(field));
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(field, "is " + kind(value) + ", expected a list that is not empty");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    /** The list or object that a text spells in JSON; anything else as it is. */
    static JsonNode structure(JsonNode value) {
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return value;
        }
        try {
            return JsonMistakes.WHOLE.readTree(text);
        } catch (JsonProcessingException e) {
            return value;
        }
    }

    /**
     * What is wrong with a field of this row.
     *
     * @param where its usual name, or a path into it
     */
    UserException wrong(String where, String what) {
        return wrong(where, what, MissingNode.getInstance());
    }

    /**
     * What is wrong with a field of a part of this row.
     *
     * @param part the object that should have the field; missing where that is the row
     */
    UserException wrong(String where, String what, JsonNode part) {
        String name = names.column(where, format);
        return new UserException(
                "%s: field '%s' %s%s; a row of format %s is %s, this one has the fields %s"
                        .formatted(
                                origin,
                                name,
                                what,
                                meant(name, part),
                                format.label(),
                                format.shape(),
                                fields(node)));
    }

    /** A field of nearly that name, where there is none of that name. */
    private String meant(String name, JsonNode part) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (part.isObject()) {
            String has = " ('%s' has %s%s)";
            String owner = name.equals(last) ? name : name.substring(0, name.lastIndexOf('.'));
            return part.has(last)
                    ? ""
                    : has.formatted(owner, fields(part), near(last, fields(part), ""));
        }
        boolean isTop = !name.contains(".") && !name.contains("[") && !node.has(name);
        return isTop
                ? near(
                        last,
                        fields(node),
                        " Rename it, or name it in the recipe by columns: {%s: %%s}"
                                .formatted(last))
                : "";
    }

    private static String near(String name, List<String> fields, String then) {
        return Spelling.nearest(name, fields)
                .map(field -> "; did you mean '" + field + "'?" + then.formatted(field))
                .orElse("");
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static String kind(JsonNode value) {
        if (value == null || value.isMissingNode()) {
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
