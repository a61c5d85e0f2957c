package dev.cria.recipes.recipe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** A stage as the recipe's text has it, before its values are checked. */
record Draft(String type, String name, int line, Map<String, Node> nodes) {

    Draft(String type, String name, int line) {
        this(type, name, line, new LinkedHashMap<>());
    }

    /** The key of a name; null where the stage has none. */
    Key key(String word) {
        return Schema.STAGES.get(type).stream()
                .filter(key -> key.name().equals(word))
                .findFirst()
                .orElse(null);
    }

    List<String> names() {
        return Schema.STAGES.get(type).stream().map(Key::name).toList();
    }

    Set<String> sections() {
        Set<String> sections = new LinkedHashSet<>();
        Schema.STAGES.get(type).forEach(key -> sections.add(key.section()));
        sections.remove("");
        return sections;
    }
}
