package dev.cria.recipes.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.recipes.recipe.Aliases;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema of recipes, draft 07, which editors complete and check YAML by. It knows every
 * key with its documentation, default, words and range; not what keys need of each other, nor
 * files.
 */
public final class RecipeSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private final ObjectNode definitions = JSON.objectNode();

    private RecipeSchema() {}

    /** The schema. */
    public static ObjectNode json() {
        return new RecipeSchema().root();
    }

    private ObjectNode root() {
        Schema.STAGES.forEach(this::define);
        ObjectNode root = JSON.objectNode().put("$schema", DRAFT).put("title", "A recipe of Cria");
        root.put("type", "object");
        ObjectNode shown = properties(root);
        top(shown);
        shown.set("stage", stageName());
        shown.set("stages", JSON.objectNode().put("description", "stages, one after another"));
        root.set("if", JSON.objectNode().set("required", words(List.of("stages"))));
        ObjectNode many = closed(root.putObject("then"));
        top(properties(many));
        ObjectNode stages = properties(many).putObject("stages").put("type", "array");
        stages.put("minItems", 1);
        definitions.set("stage", byStage(JSON.objectNode().put("type", "object"), ""));
        stages.set("items", stageOrRounds());
        root.set("else", byStage(JSON.objectNode(), " recipe"));
        definitions.set("variable", ValueSchema.variable());
        definitions.set("include", ValueSchema.include());
        definitions.set("steps", ValueSchema.steps());
        definitions.set("step", ValueSchema.step());
        definitions.set("fields", ValueSchema.fieldNames());
        definitions.set("tags", ValueSchema.tagNames());
        root.set("definitions", definitions);
        return root;
    }

    /** One definition for each section, and the stage as a part of a recipe and as all of it. */
    private void define(String type, List<Key> keys) {
        Map<String, List<Key>> sections = new LinkedHashMap<>();
        keys.forEach(k -> sections.computeIfAbsent(k.section(), s -> new ArrayList<>()).add(k));
        ObjectNode stage = closed(JSON.objectNode().put("type", "object"));
        ObjectNode own = properties(stage);
        own.putObject("stage").put("const", type);
        own.putObject("name")
                .put("description", "what the stage is called, and its folder; else its type")
                .put("type", "string");
        own.putObject("round")
                .put("description", "which round of the report it belongs to")
                .put("type", "integer");
        own.set("include", reference("include"));
        sections.forEach(
                (section, members) -> {
                    if (section.isEmpty()) {
                        members.forEach(key -> put(own, type, key));
                    } else {
                        String name = type + "." + section;
                        ObjectNode part = closed(JSON.objectNode().put("type", "object"));
                        members.forEach(key -> put(properties(part), type, key));
                        definitions.set(name, part);
                        own.set(section, reference(name));
                    }
                });
        require(stage, sections);
        ObjectNode recipe = stage.deepCopy();
        top(properties(recipe));
        definitions.set(type, stage);
        definitions.set(type + " recipe", recipe);
    }

    /** Stages that are repeated stand where a stage may. */
    private static ObjectNode stageOrRounds() {
        ObjectNode item = JSON.objectNode();
        item.set("if", JSON.objectNode().set("required", words(List.of("rounds"))));
        ObjectNode rounds = closed(item.putObject("then").put("type", "object"));
        ObjectNode own = properties(rounds);
        own.putObject("rounds")
                .put("description", "how often the stages are run")
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", 100);
        own.putObject("start")
                .put("description", "what the first round begins with: ${start}")
                .put("type", "string");
        own.putObject("result")
                .put("description", "what each round leaves to the next, with ${round} in it")
                .put("type", "string");
        ObjectNode stages = own.putObject("stages").put("type", "array").put("minItems", 1);
        stages.set("items", reference("stage"));
        rounds.set("required", words(List.of("stages")));
        item.set("else", reference("stage"));
        return item;
    }

    private void put(ObjectNode properties, String type, Key key) {
        ObjectNode value = value(type, key);
        properties.set(key.name(), value);
        for (String alias : Aliases.of(key.name())) {
            if (!properties.has(alias)) {
                ObjectNode read = properties.putObject(alias);
                read.putArray("allOf").add(value.deepCopy());
                read.put("doNotSuggest", true);
                read.put("deprecationMessage", "read as " + key.name());
            }
        }
    }

    /** A reference to the one definition of keys that are alike in several stages. */
    private ObjectNode value(String type, Key key) {
        ObjectNode value = ValueSchema.of(key);
        String shared = "key." + key.path();
        if (!definitions.has(shared)) {
            definitions.set(shared, value);
        }
        if (definitions.get(shared).equals(value)) {
            return reference(shared);
        }
        definitions.set(type + "." + shared, value);
        return reference(type + "." + shared);
    }

    /** Keys that must be given, unless an included file may give them. */
    private static void require(ObjectNode stage, Map<String, List<Key>> sections) {
        Set<String> needed = new LinkedHashSet<>();
        ObjectNode then = JSON.objectNode();
        sections.forEach(
                (section, keys) -> {
                    List<Key> required = keys.stream().filter(Key::required).toList();
                    if (!required.isEmpty()) {
                        needed.add(section);
                        ArrayNode all = properties(then).putObject(section).putArray("allOf");
                        required.forEach(key -> all.add(oneOfItsNames(key)));
                    }
                });
        if (!needed.isEmpty()) {
            then.set("required", words(needed));
            stage.set(
                    "if",
                    JSON.objectNode()
                            .set(
                                    "not",
                                    JSON.objectNode().set("required", words(List.of("include")))));
            stage.set("then", then);
        }
    }

    private static ObjectNode oneOfItsNames(Key key) {
        List<String> names = new ArrayList<>(List.of(key.name()));
        names.addAll(Aliases.of(key.name()));
        ObjectNode any = JSON.objectNode();
        ArrayNode choices = any.putArray("anyOf");
        names.forEach(name -> choices.addObject().set("required", words(List.of(name))));
        return any;
    }

    private static ObjectNode byStage(ObjectNode item, String suffix) {
        properties(item).set("stage", stageName());
        ArrayNode cases = item.putArray("allOf");
        for (String type : Schema.STAGES.keySet()) {
            ObjectNode one = cases.addObject();
            ObjectNode is = one.putObject("if");
            properties(is).putObject("stage").put("const", type);
            is.set("required", words(List.of("stage")));
            one.set("then", reference(type + suffix));
        }
        ObjectNode needs = cases.addObject();
        needs.putArray("anyOf")
                .add(JSON.objectNode().set("required", words(List.of("stage"))))
                .add(JSON.objectNode().set("required", words(List.of("include"))));
        return item;
    }

    private void top(ObjectNode properties) {
        Schema.TOP.forEach(key -> properties.set(key.name(), ValueSchema.of(key)));
        properties.set("include", reference("include"));
    }

    private static ObjectNode stageName() {
        ObjectNode stage = JSON.objectNode().put("description", "what is done");
        stage.set("enum", words(Schema.STAGES.keySet()));
        return stage;
    }

    private static ObjectNode closed(ObjectNode object) {
        object.putObject("properties");
        return object.put("additionalProperties", false);
    }

    private static ObjectNode properties(ObjectNode object) {
        return object.withObjectProperty("properties");
    }

    private static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition.replace(" ", "%20"));
    }

    private static ArrayNode words(Iterable<String> words) {
        ArrayNode array = JSON.arrayNode();
        words.forEach(array::add);
        return array;
    }
}
