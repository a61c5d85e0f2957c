package dev.cria.trainer.generate.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a subset of JSON Schema 2020-12: type (one or several), properties, required,
 * additionalProperties, items, minItems, maxItems, minLength, maxLength, enum, const, anyOf.
 * Members that a schema names come in its order; others are never generated, except where it names
 * none. What it does not understand, it refuses: an answer must fit the whole schema.
 */
public final class JsonSchema {

    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "minItems",
                    "maxItems",
                    "minLength",
                    "maxLength",
                    "enum",
                    "const",
                    "anyOf");

    /** What only explains. */
    private static final Set<String> REMARKS =
            Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples");

    private static final List<String> TYPES =
            List.of("object", "array", "string", "number", "integer", "boolean", "null");

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonSchema() {}

    /** The values that a schema allows. */
    static Value parse(String schema) {
        JsonNode node;
        try {
            node = MAPPER.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new UserException("the JSON schema is not JSON: " + e.getOriginalMessage(), e);
        }
        return value(node, "#", JsonForm.DEPTH);
    }

    private static Value value(JsonNode schema, String path, int depth) {
        if (schema.isBoolean() && schema.asBoolean()) {
            return new Value.Any(depth);
        }
        if (!schema.isObject()) {
            throw refused(path, "expected an object, found " + schema);
        }
        if (depth == 0) {
            throw refused(path, "it is nested more than %d times".formatted(JsonForm.DEPTH));
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            if (!KNOWN.contains(entry.getKey()) && !REMARKS.contains(entry.getKey())) {
                throw refused(
                        path,
                        "'%s' is not understood; expected one of %s"
                                .formatted(entry.getKey(), KNOWN.stream().sorted().toList()));
            }
        }
        if (schema.has("const")) {
            return new Value.Literal(schema.get("const").toString());
        }
        if (schema.has("enum")) {
            return oneOf(list(schema, "enum", path).stream().map(JsonSchema::literal).toList());
        }
        if (schema.has("anyOf")) {
            List<Value> values = new ArrayList<>();
            for (JsonNode each : list(schema, "anyOf", path)) {
                values.add(value(each, path + "/anyOf/" + values.size(), depth - 1));
            }
            return oneOf(values);
        }
        return ofTypes(schema, path, depth);
    }

    private static Value ofTypes(JsonNode schema, String path, int depth) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            boolean object = schema.has("properties") || schema.has("required");
            boolean array = schema.has("items");
            return object
                    ? object(schema, path, depth)
                    : array ? array(schema, path, depth) : new Value.Any(depth);
        }
        List<Value> values = new ArrayList<>();
        // Each once: a type named twice on every level would double the work with each of them.
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode name : type.isArray() ? list(schema, "type", path) : List.of(type)) {
            names.add(name.asText());
        }
        for (String name : names) {
            values.add(ofType(name, schema, path, depth));
        }
        return oneOf(values);
    }

    private static Value ofType(String type, JsonNode schema, String path, int depth) {
        return switch (type) {
            case "object" -> object(schema, path, depth);
            case "array" -> array(schema, path, depth);
            case "string" -> text(schema, path);
            case "number" -> new Value.Numeral(false);
            case "integer" -> new Value.Numeral(true);
            case "boolean" -> oneOf(List.of(new Value.Literal("true"), new Value.Literal("false")));
            case "null" -> new Value.Literal("null");
            default ->
                    throw refused(
                            path,
                            "type '%s' is unknown; expected one of %s".formatted(type, TYPES));
        };
    }

    private static Value text(JsonNode schema, String path) {
        int least = limit(schema, "minLength", path, 0);
        int most = limit(schema, "maxLength", path, -1);
        requireOrder(least, most, path + "/maxLength");
        return new Value.Text(least, most);
    }

    private static Value array(JsonNode schema, String path, int depth) {
        int least = limit(schema, "minItems", path, 0);
        int most = limit(schema, "maxItems", path, -1);
        requireOrder(least, most, path + "/maxItems");
        Value items =
                schema.has("items")
                        ? value(schema.get("items"), path + "/items", depth - 1)
                        : new Value.Any(depth - 1);
        return new Value.Array(items, least, most);
    }

    private static Value object(JsonNode schema, String path, int depth) {
        Set<String> required = new HashSet<>();
        if (schema.has("required")) {
            list(schema, "required", path).forEach(name -> required.add(name.asText()));
        }
        JsonNode others = schema.path("additionalProperties");
        if (!schema.has("properties") && required.isEmpty()) {
            if (others.isBoolean() && !others.asBoolean()) {
                return new Value.Struct(List.of());
            }
            return new Value.AnyObject(
                    others.isObject()
                            ? value(others, path + "/additionalProperties", depth - 1)
                            : new Value.Any(depth - 1));
        }
        List<Value.Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            String name = entry.getKey();
            Value value = value(entry.getValue(), path + "/properties/" + name, depth - 1);
            String key = MAPPER.getNodeFactory().textNode(name).toString();
            members.add(new Value.Member(key, value, required.remove(name)));
        }
        if (!required.isEmpty()) {
            throw refused(
                    path + "/required", required + " is not among the properties; say what it is");
        }
        return new Value.Struct(members);
    }

    private static Value oneOf(List<Value> values) {
        return values.size() == 1 ? values.get(0) : new Value.OneOf(values);
    }

    private static Value literal(JsonNode value) {
        return new Value.Literal(value.toString());
    }

    private static List<JsonNode> list(JsonNode schema, String key, String path) {
        JsonNode list = schema.get(key);
        if (!list.isArray() || (list.isEmpty() && !key.equals("required"))) {
            throw refused(path + "/" + key, "expected a list, found " + list);
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    private static int limit(JsonNode schema, String key, String path, int otherwise) {
        JsonNode value = schema.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.asInt() < 0 || value.asInt() > 1_000_000) {
            throw refused(path + "/" + key, "expected a number from 0 to 1000000, found " + value);
        }
        return value.asInt();
    }

    private static void requireOrder(int least, int most, String path) {
        if (most >= 0 && most < least) {
            throw refused(path, "%d is less than the least, %d".formatted(most, least));
        }
    }

    private static UserException refused(String path, String what) {
        return new UserException("JSON schema, %s: %s".formatted(path, what));
    }
}
