package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads lists of data sets: a path, or a mapping of path (or paths), format, max_samples and
 * weight. All files of a mapping are one data set.
 */
record DatasetValues(Values values, Paths paths, Problems problems) {

    List<Dataset> read(Key key, Given given) {
        List<Dataset> datasets = new ArrayList<>();
        for (Node part : Values.parts(given)) {
            if (part instanceof MappingNode mapping) {
                mapping(key, given, mapping, datasets);
            } else {
                Values.Word path = values.word(key, given, part);
                if (path != null) {
                    paths.existing(key, path)
                            .forEach(
                                    p -> datasets.add(new Dataset(List.of(p), Dataset.AUTO, 0, 0)));
                }
            }
        }
        if (Values.parts(given).isEmpty() && key.required()) {
            problems.add(
                    given.place(),
                    key.path() + ": expected a data set at least, found an empty list");
        }
        checkWeights(key, given, datasets);
        return datasets;
    }

    private void mapping(Key key, Given given, MappingNode mapping, List<Dataset> datasets) {
        Map<String, Node> fields = fields(key, given, mapping);
        List<String> files = new ArrayList<>();
        if (!fields.containsKey("path")) {
            problems.add(given.placeOf(mapping), key.path() + ": a data set needs 'path'");
        } else {
            Node path = fields.get("path");
            List<Node> parts = path instanceof SequenceNode list ? list.getValue() : List.of(path);
            for (Node part : parts) {
                Values.Word word = values.word(key, given, part);
                if (word != null) {
                    files.addAll(paths.existing(key, word));
                }
            }
        }
        String format = format(key, word(key, given, fields, "format"));
        int most = most(key, word(key, given, fields, "max_samples"));
        double weight = weight(key, word(key, given, fields, "weight"));
        if (!files.isEmpty()) {
            datasets.add(new Dataset(files, format, most, weight));
        }
    }

    private Map<String, Node> fields(Key key, Given given, MappingNode mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (Dataset.FIELDS.contains(name)) {
                fields.put(name, tuple.getValueNode());
            } else {
                problems.add(
                        given.placeOf(tuple.getKeyNode()),
                        "%s: unknown field '%s' of a data set%s; it has %s"
                                .formatted(
                                        key.path(),
                                        name,
                                        Nearest.hint(name, Dataset.FIELDS),
                                        String.join(", ", Dataset.FIELDS)));
            }
        }
        return fields;
    }

    private Values.Word word(Key key, Given given, Map<String, Node> fields, String name) {
        Node node = fields.get(name);
        return node == null ? null : values.word(key, given, node);
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

    private double weight(Key key, Values.Word word) {
        if (word == null) {
            return 0;
        }
        double weight =
                word.text().matches(Values.NUMBER)
                        ? Double.parseDouble(word.text().replace("_", ""))
                        : 0;
        if (!(weight > 0 && weight <= 1e9)) {
            problems.add(
                    word.place(),
                    "%s: weight: expected a number above 0, found '%s'; a data set that is not wanted is taken out"
                            .formatted(key.path(), word.text()));
            return 1;
        }
        if (key.name().equals("heldout")) {
            problems.add(
                    word.place(),
                    "%s: weight: what is measured on is not mixed; take it out"
                            .formatted(key.path()));
        }
        return weight;
    }

    private void checkWeights(Key key, Given given, List<Dataset> datasets) {
        long weighted = datasets.stream().filter(dataset -> dataset.weight() > 0).count();
        if (weighted > 0 && weighted < datasets.size()) {
            Dataset without =
                    datasets.stream().filter(d -> d.weight() == 0).findFirst().orElseThrow();
            problems.add(
                    given.place(),
                    "%s: '%s' has no weight, others have; give all of them one or none"
                            .formatted(key.path(), without.fileName()));
        }
    }
}
