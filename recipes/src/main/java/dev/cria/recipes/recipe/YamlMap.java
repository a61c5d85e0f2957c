package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Keys and values of a YAML file that is no recipe, read under the same rules. */
public final class YamlMap {

    private final String origin;
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    private YamlMap(String origin, MappingNode node) {
        this.origin = origin;
        this.node = node;
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
            if (key.isEmpty() || entries.put(key, tuple) != null) {
                throw wrong(tuple.getKeyNode(), "'%s' is no key, or given twice".formatted(key));
            }
        }
    }

    /**
     * Reads a mapping.
     *
     * @param origin what the text is called in messages
     * @throws RecipeException if it is none
     */
    public static YamlMap of(String origin, String text) {
        Node root = YamlTree.node(origin, text);
        if (root instanceof MappingNode mapping) {
            return new YamlMap(origin, mapping);
        }
        throw new RecipeException(
                List.of(new Place(origin, 1, 1) + ": expected keys and values, such as 'a: b'"));
    }

    /** The keys, in their order. */
    public Set<String> keys() {
        return entries.keySet();
    }

    /** Whether a key is there. */
    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Refuses keys that are not among those known. */
    public void requireOnly(Collection<String> known) {
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw wrong(
                        entry.getValue().getKeyNode(),
                        "unknown key '%s'%s; expected some of %s"
                                .formatted(
                                        entry.getKey(),
                                        Nearest.hint(entry.getKey(), known),
                                        String.join(", ", known)));
            }
        }
    }

    /** A text that must be there. */
    public String text(String key) {
        return scalar(key, value(key));
    }

    /** A text, or what there is in its place. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** A whole number, or what there is in its place. */
    public int integer(String key, int otherwise) {
        String text = text(key, Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw wrong(key, "expected a whole number, found '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }

    /** A switch, or what there is in its place. */
    public boolean flag(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "expected true or false, found '%s'".formatted(text));
        }
        return Boolean.parseBoolean(text);
    }

    /** A list of texts; a single one is a list of one, and nothing an empty list. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node part : parts(key)) {
            texts.add(scalar(key, part));
        }
        return texts;
    }

    /** A mapping; an empty one where there is none. */
    public YamlMap map(String key) {
        if (!has(key)) {
            return of(origin, "{}");
        }
        return mapping(key, value(key));
    }

    /** A list of mappings; a single one is a list of one. */
    public List<YamlMap> maps(String key) {
        return parts(key).stream().map(part -> mapping(key, part)).toList();
    }

    /** What to throw about a key. */
    public RecipeException wrong(String key, String what) {
        NodeTuple tuple = entries.get(key);
        return wrong(tuple == null ? node : tuple.getValueNode(), key + ": " + what);
    }

    private List<Node> parts(String key) {
        if (!has(key)) {
            return List.of();
        }
        return value(key) instanceof SequenceNode list ? list.getValue() : List.of(value(key));
    }

    private Node value(String key) {
        if (!has(key)) {
            throw wrong(node, "'%s' is missing".formatted(key));
        }
        return entries.get(key).getValueNode();
    }

    private String scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(value, key + ": expected a text");
    }

    private YamlMap mapping(String key, Node value) {
        if (value instanceof MappingNode mapping) {
            return new YamlMap(origin, mapping);
        }
        throw wrong(value, key + ": expected keys and values");
    }

    private RecipeException wrong(Node at, String what) {
        Place place =
                at.getStartMark()
                        .map(mark -> new Place(origin, mark.getLine() + 1, mark.getColumn() + 1))
                        .orElse(new Place(origin, 1, 1));
        return new RecipeException(List.of(place + ": " + what));
    }
}
