package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads lists of data sets: a path, or a mapping of path, format and max_samples. */
record DatasetValues(Values values, Paths paths, Problems problems) {

    private static final List<String> FIELDS = List.of("path", "format", "max_samples");

    List<Dataset> read(Key key, Given given) {
        List<Dataset> datasets = new ArrayList<>();
        for (Node part : Values.parts(given)) {
            Values.Word path;
            Map<String, Values.Word> fields = Map.of();
            if (part instanceof MappingNode mapping) {
                fields = fields(key, given, mapping);
                path = fields.get("path");
                if (path == null) {
                    problems.add(given.placeOf(part), key.path() + ": a data set needs 'path'");
                }
            } else {
                path = values.word(key, given, part);
            }
            if (path != null) {
                String format = format(key, fields.get("format"));
                int most = most(key, fields.get("max_samples"));
                for (String found : paths.existing(key, path)) {
                    datasets.add(new Dataset(found, format, most));
                }
            }
        }
        if (Values.parts(given).isEmpty() && key.required()) {
            problems.add(
                    given.place(),
                    key.path() + ": expected a data set at least, found an empty list");
        }
        return datasets;
    }

    private Map<String, Values.Word> fields(Key key, Given given, MappingNode mapping) {
        Map<String, Values.Word> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (FIELDS.contains(name)) {
                Values.Word word = values.word(key, given, tuple.getValueNode());
                if (word != null) {
                    fields.put(name, word);
                }
            } else {
                problems.add(
                        given.placeOf(tuple.getKeyNode()),
                        "%s: unknown field '%s' of a data set%s; it has %s"
                                .formatted(
                                        key.path(),
                                        name,
                                        Nearest.hint(name, FIELDS),
                                        String.join(", ", FIELDS)));
            }
        }
        return fields;
    }

    private String format(Key key, Values.Word word) {
        if (word == null) {
            return Dataset.AUTO;
        }
        if (!key.choices().contains(word.text())) {
            problems.add(
                    word.place(),
                    "%s: format '%s' is not one of %s%s"
                            .formatted(
                                    key.path(),
                                    word.text(),
                                    String.join(", ", key.choices()),
                                    Nearest.hint(word.text(), key.choices())));
        }
        return word.text();
    }

    private int most(Key key, Values.Word word) {
        if (word == null) {
            return 0;
        }
        if (!word.text().matches("[1-9][0-9]{0,8}")) {
            problems.add(
                    word.place(),
                    "%s: max_samples: expected a whole number above 0, found '%s'"
                            .formatted(key.path(), word.text()));
            return 0;
        }
        return Integer.parseInt(word.text());
    }
}
