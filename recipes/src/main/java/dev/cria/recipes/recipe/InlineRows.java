package dev.cria.recipes.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.dataset.InlineRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads rows of a data set that stand in the recipe, of types as YAML's JSON schema has them. */
record InlineRows(Problems problems) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    List<InlineRow> read(Key key, Given given, Node node) {
        List<Node> parts = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<InlineRow> rows = new ArrayList<>();
        for (Node part : parts) {
            if (part instanceof MappingNode mapping) {
                String place = given.placeOf(part).toString();
                rows.add(new InlineRow(object(mapping).toString(), place));
            } else {
                problems.add(
                        given.placeOf(part),
                        key.path()
                                + ": rows: expected mappings, such as {prompt: ..., answer: ...}");
            }
        }
        if (parts.isEmpty()) {
            problems.add(given.placeOf(node), key.path() + ": rows: found an empty list");
        }
        return rows;
    }

    private static ObjectNode object(MappingNode node) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : node.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            object.set(name, value(tuple.getValueNode()));
        }
        return object;
    }

    private static JsonNode value(Node node) {
        if (node instanceof MappingNode mapping) {
            return object(mapping);
        }
        if (node instanceof SequenceNode list) {
            ArrayNode array = JSON.arrayNode();
            list.getValue().forEach(part -> array.add(value(part)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag type = node.getTag();
        if (type.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (type.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        if (type.equals(Tag.INT) && text.matches("-?[0-9]+")) {
            return JSON.numberNode(new BigInteger(text));
        }
        return type.equals(Tag.FLOAT) && text.matches(Values.NUMBER)
                ? JSON.numberNode(new BigDecimal(text.replace("_", "")))
                : JSON.textNode(text);
    }
}
