package dev.cria.recipes.recipe;

import dev.cria.data.dataset.FieldNames;
import dev.cria.data.dataset.InlineRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads lists of data sets: a path, or a mapping of the fields of {@link Dataset#FIELDS}. All files
 * of a mapping are one data set.
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
        if (fields.containsKey("path") == fields.containsKey("rows")) {
            problems.add(
                    given.placeOf(mapping),
                    "%s: a data set needs 'path', or 'rows' in its place".formatted(key.path()));
        }
        List<String> files =
                fields.containsKey("path") ? files(key, given, fields.get("path")) : List.of();
        List<InlineRow> rows =
                fields.containsKey("rows")
                        ? new InlineRows(problems).read(key, given, fields.get("rows"))
                        : List.of();
        String format = format(key, word(key, given, fields, "format"));
        int most = most(key, word(key, given, fields, "max_samples"));
        double weight = weight(key, word(key, given, fields, "weight"));
        Dataset.Part part =
                new Dataset.Part(
                        text(key, given, fields, "subset"), text(key, given, fields, "split"));
        FieldNames names =
                new FieldNames(
                        names(key, given, fields, "columns", FieldNames.COLUMNS),
                        names(key, given, fields, "tags", FieldNames.tagNames()));
        if (!files.isEmpty() || !rows.isEmpty()) {
            datasets.add(new Dataset(files, rows, format, most, weight, part, names));
        }
    }

    private List<String> files(Key key, Given given, Node path) {
        List<Node> parts = path instanceof SequenceNode list ? list.getValue() : List.of(path);
        List<String> files = new ArrayList<>();
        for (Node part : parts) {
            Values.Word word = values.word(key, given, part);
            if (word != null) {
                files.addAll(paths.existing(key, word));
            }
        }
        return files;
    }

    private String text(Key key, Given given, Map<String, Node> fields, String name) {
        Values.Word word = word(key, given, fields, name);
        return word == null ? "" : word.text();
    }

    /** A mapping of known names to those in the files. */
    private Map<String, String> names(
            Key key, Given given, Map<String, Node> fields, String field, Set<String> known) {
        Map<String, String> names = new LinkedHashMap<>();
        Node node = fields.get(field);
        if (node != null && !(node instanceof MappingNode)) {
            problems.add(
                    given.placeOf(node),
                    "%s: %s: expected a mapping, such as {%s: NAME}"
                            .formatted(key.path(), field, known.iterator().next()));
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String name = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
                Values.Word word = values.word(key, given, tuple.getValueNode());
                if (!known.contains(name)) {
                    problems.add(
                            given.placeOf(tuple.getKeyNode()),
                            "%s: %s: '%s' is unknown%s; expected one of %s"
                                    .formatted(
                                            key.path(),
                                            field,
                                            name,
                                            Nearest.hint(name, known),
                                            String.join(", ", known)));
                } else if (word != null) {
                    names.put(name, word.text());
                }
            }
        }
        return names;
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
