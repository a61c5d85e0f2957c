package dev.cria.recipes.recipe;

import dev.cria.data.source.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a mapping of the parts of a document to the columns of a table. */
record ColumnValues(Values values, Problems problems) {

    /** The mapping; null where a problem was found. */
    Map<String, String> read(Key key, Given given) {
        if (!(given.value() instanceof MappingNode mapping)) {
            problems.add(
                    given.placeOf(given.value()),
                    "%s: expected %s".formatted(key.path(), key.kind().expected()));
            return null;
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String part = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
            Place place = given.placeOf(tuple.getKeyNode());
            Values.Word column = values.word(key, given, tuple.getValueNode());
            if (!Columns.PARTS.contains(part)) {
                problems.add(
                        place,
                        "%s: a document has no '%s'%s; it has %s"
                                .formatted(
                                        key.path(),
                                        part,
                                        Nearest.hint(part, Columns.PARTS),
                                        String.join(", ", new TreeSet<>(Columns.PARTS))));
            } else if (column != null && columns.put(part, column.text()) != null) {
                problems.add(place, "%s: '%s' is given twice".formatted(key.path(), part));
            }
        }
        return columns;
    }
}
