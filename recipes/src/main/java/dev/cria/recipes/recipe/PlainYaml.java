package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML of others as maps, lists and texts, under the rules of recipes. */
public final class PlainYaml {

    private PlainYaml() {}

    /**
     * Reads a mapping. Every scalar is its text; empty and {@code null} are the empty text.
     *
     * @throws RecipeException where the file is no YAML mapping, or larger or deeper than a recipe
     */
    public static Map<String, Object> read(Path file) {
        return mapping(YamlTree.read(file));
    }

    /**
     * Reads a mapping that stands in a file of another kind.
     *
     * @param origin the file, for messages
     * @throws RecipeException as {@link #read}
     */
    public static Map<String, Object> read(String origin, String text) {
        return YamlTree.node(origin, text) instanceof MappingNode node ? mapping(node) : Map.of();
    }

    private static Map<String, Object> mapping(MappingNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            map.put(String.valueOf(value(tuple.getKeyNode())), value(tuple.getValueNode()));
        }
        return map;
    }

    private static Object value(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping(mapping);
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().map(PlainYaml::value).toList();
        }
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        return text.equals("null") || text.equals("~") ? "" : text;
    }
}
