package dev.cria.recipes.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.dataset.FieldNames;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.source.Columns;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.SourceChoice;
import dev.cria.recipes.recipe.Steps;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** JSON Schema of the value of a key, as liberal as the reader is. */
final class ValueSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Numbers that YAML takes for text: with underscores, or as other YAMLs write them. */
    private static final String INTEGER = "^[-+]?[0-9][0-9_]*$";

    private static final String NUMBER =
            "^[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?$";

    private ValueSchema() {}

    static ObjectNode of(Key key) {
        ObjectNode schema = JSON.objectNode().put("description", key.documentation());
        if (!key.required() && !List.of(Key.NONE, List.of(), Map.of()).contains(key.initial())) {
            schema.set("default", initial(key.initial()));
        }
        ArrayNode any = schema.putArray("anyOf");
        switch (key.kind()) {
            case CHOICE -> any.add(choice(key.choices())).add(variableReference());
            case CHOICE_OR_INPUT -> any.add(choice(key.choices())).add(string());
            case CHOICES -> {
                any.add(choice(key.choices())).add(listOf(choice(key.choices())));
                any.add(variableReference());
            }
            case INPUT -> any.add(string());
            case INPUTS -> any.add(string()).add(listOf(string()));
            case TEXT -> any.add(scalar());
            case TEXTS -> any.add(scalar()).add(listOf(scalar()));
            case INTEGER -> any.add(integer(key)).add(like(INTEGER)).add(variableReference());
            case NUMBER -> any.add(number(key)).add(like(NUMBER)).add(variableReference());
            case INTEGERS -> numbers(any, integer(key));
            case NUMBERS -> numbers(any, number(key));
            case FLAG -> any.add(flag()).add(variableReference());
            case DATASETS -> rows(any, dataset(key));
            case SOURCES -> rows(any, source());
            case COLUMNS -> any.add(columns());
            case STEPS -> any.add(JSON.objectNode().put("$ref", "#/definitions/steps"));
        }
        return schema;
    }

    /** Another key or the environment in the place of a value. */
    static ObjectNode variable() {
        return like("\\$\\{.+\\}").put("description", "another key, or ${env:NAME}");
    }

    /** Files that this one goes on from. */
    static ObjectNode include() {
        ObjectNode schema =
                JSON.objectNode()
                        .put("description", "files with keys of this level; those given here win");
        schema.putArray("anyOf").add(string()).add(listOf(string()));
        return schema;
    }

    /** Steps of curation, by names or as mappings. */
    static ObjectNode steps() {
        ObjectNode schema = JSON.objectNode();
        ObjectNode step = JSON.objectNode().put("$ref", "#/definitions/step");
        rows(schema.putArray("anyOf"), choice(Steps.names()), step);
        return schema;
    }

    /** A step of curation by its name, with its parameters. */
    static ObjectNode step() {
        ObjectNode step = JSON.objectNode().put("type", "object");
        step.put("maxProperties", 1).put("minProperties", 1).put("additionalProperties", false);
        ObjectNode kinds = step.putObject("properties");
        for (StepKind kind : Steps.KINDS) {
            ObjectNode parameters = kinds.putObject(kind.name()).put("description", kind.help());
            parameters.putArray("type").add("object").add("null");
            parameters.put("additionalProperties", false);
            ObjectNode own = parameters.putObject("properties");
            kind.parameters().forEach(parameter -> own.set(parameter.name(), of(parameter)));
        }
        return step;
    }

    private static ObjectNode of(Parameter parameter) {
        ObjectNode schema = JSON.objectNode().put("description", parameter.help());
        ArrayNode any = schema.putArray("anyOf");
        Object initial = parameter.initial();
        if (!List.of("", List.of()).contains(initial)) {
            schema.set("default", initial(initial));
        }
        if (initial instanceof Boolean) {
            any.add(flag());
        } else if (initial instanceof Long) {
            any.add(bounds("integer", parameter.min(), parameter.max())).add(like(INTEGER));
        } else if (initial instanceof Double) {
            any.add(bounds("number", parameter.min(), parameter.max())).add(like(NUMBER));
        } else if (initial instanceof List<?>) {
            any.add(scalar()).add(listOf(scalar()));
        } else if (!parameter.choices().isEmpty()) {
            any.add(choice(parameter.choices()));
        } else {
            any.add(scalar());
        }
        any.add(variableReference());
        return schema;
    }

    /** Names of fields of a data set's rows. */
    static ObjectNode fieldNames() {
        return names(FieldNames.COLUMNS);
    }

    /** Names of fields of messages, and of speakers. */
    static ObjectNode tagNames() {
        return names(FieldNames.tagNames());
    }

    private static ObjectNode dataset(Key key) {
        ObjectNode schema =
                fields(
                        Dataset.FIELDS,
                        Map.of(
                                "path", paths(),
                                "rows", listOf(JSON.objectNode().put("type", "object")),
                                "format", choice(key.choices()),
                                "max_samples", bounds("integer", 1, Integer.MAX_VALUE),
                                "weight", bounds("number", 0, Double.MAX_VALUE),
                                "subset", scalar(),
                                "split", scalar(),
                                "columns", reference("fields"),
                                "tags", reference("tags")));
        ArrayNode either = schema.putArray("oneOf");
        for (String field : List.of("path", "rows")) {
            either.addObject().putArray("required").add(field);
        }
        return schema;
    }

    private static ObjectNode source() {
        ObjectNode number = bounds("number", -Double.MAX_VALUE, Double.MAX_VALUE);
        ObjectNode schema =
                fields(
                        SourceChoice.FIELDS,
                        Map.of(
                                "name", scalar(),
                                "path", paths(),
                                "source", paths(),
                                "score", scalar(),
                                "min_score", number,
                                "max_score", number,
                                "weight", number,
                                "epochs", number,
                                "max_epochs", number));
        schema.putArray("required").add("path");
        return schema;
    }

    /** A field that is added and has no type here may hold anything. */
    private static ObjectNode fields(List<String> names, Map<String, ObjectNode> types) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (String name : names) {
            ObjectNode type = types.get(name);
            properties.set(name, type == null ? JSON.objectNode() : orVariable(type));
        }
        return schema;
    }

    private static ObjectNode orVariable(ObjectNode type) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").add(type.deepCopy()).add(variableReference());
        return schema;
    }

    private static ObjectNode columns() {
        return names(new TreeSet<>(Columns.PARTS));
    }

    /** Names of one's own for known ones. */
    private static ObjectNode names(Set<String> known) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode parts = schema.putObject("properties");
        known.forEach(part -> parts.set(part, scalar()));
        return schema;
    }

    private static void rows(ArrayNode any, ObjectNode mapping) {
        rows(any, string(), mapping);
    }

    /** A single value is a list of one. */
    private static void rows(ArrayNode any, ObjectNode word, ObjectNode mapping) {
        ObjectNode item = JSON.objectNode();
        item.putArray("anyOf").add(word).add(mapping);
        any.add(word.deepCopy()).add(mapping.deepCopy()).add(listOf(item));
    }

    private static ObjectNode paths() {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").add(string()).add(listOf(string()));
        return schema;
    }

    private static void numbers(ArrayNode any, ObjectNode number) {
        any.add(number).add(listOf(number.deepCopy())).add(variableReference());
    }

    private static ObjectNode integer(Key key) {
        return bounds("integer", key.min(), key.max());
    }

    private static ObjectNode number(Key key) {
        return bounds("number", key.min(), key.max());
    }

    private static ObjectNode bounds(String type, double min, double max) {
        ObjectNode schema = JSON.objectNode().put("type", type);
        if (Math.abs(min) < Long.MAX_VALUE) {
            put(schema, "minimum", min);
        }
        if (Math.abs(max) < Long.MAX_VALUE) {
            put(schema, "maximum", max);
        }
        return schema;
    }

    private static void put(ObjectNode schema, String name, double value) {
        if (value == Math.rint(value)) {
            schema.put(name, (long) value);
        } else {
            schema.put(name, value);
        }
    }

    private static ObjectNode choice(List<String> words) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode choices = schema.putArray("enum");
        words.forEach(choices::add);
        return schema;
    }

    private static ObjectNode listOf(ObjectNode item) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", item);
        return schema;
    }

    private static ObjectNode scalar() {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("string").add("number").add("boolean");
        return schema;
    }

    private static ObjectNode string() {
        return JSON.objectNode().put("type", "string");
    }

    private static ObjectNode flag() {
        return JSON.objectNode().put("type", "boolean");
    }

    private static ObjectNode like(String pattern) {
        return string().put("pattern", pattern);
    }

    private static ObjectNode variableReference() {
        return reference("variable");
    }

    private static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition);
    }

    private static JsonNode initial(Object value) {
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Long whole) {
            return JSON.numberNode(whole);
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE
                    ? JSON.numberNode(Math.round(number))
                    : JSON.numberNode(number);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(part -> array.add(initial(part)));
            return array;
        }
        return JSON.textNode(value.toString());
    }
}
