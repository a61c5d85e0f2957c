package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads lists of sources of a mix: a path, or a mapping. */
record SourceValues(Values values, Paths paths, Problems problems) {

    /** Reads the fields of one mapping. */
    private record Fields(Key key, Given given, Map<String, Node> nodes) {}

    List<SourceChoice> read(Key key, Given given) {
        List<SourceChoice> sources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node part : Values.parts(given)) {
            Map<String, Node> nodes =
                    part instanceof MappingNode mapping
                            ? nodes(key, given, mapping)
                            : Map.of("path", part);
            SourceChoice source = source(new Fields(key, given, nodes), given.placeOf(part));
            if (source != null) {
                sources.add(source);
                if (!names.add(source.name())) {
                    problems.add(
                            given.placeOf(part),
                            "%s: two sources are called '%s'; give each its own 'name'"
                                    .formatted(key.path(), source.name()));
                }
            }
        }
        if (Values.parts(given).isEmpty()) {
            problems.add(
                    given.place(),
                    key.path() + ": expected a source at least, found an empty list");
        }
        return sources;
    }

    private Map<String, Node> nodes(Key key, Given given, MappingNode mapping) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Place place = given.placeOf(tuple.getKeyNode());
            if (!SourceChoice.FIELDS.contains(name)) {
                problems.add(
                        place,
                        "%s: unknown field '%s' of a source%s; it has %s"
                                .formatted(
                                        key.path(),
                                        name,
                                        Nearest.hint(name, SourceChoice.FIELDS),
                                        String.join(", ", SourceChoice.FIELDS)));
            } else if (nodes.put(name, tuple.getValueNode()) != null) {
                problems.add(place, "%s: '%s' is given twice".formatted(key.path(), name));
            }
        }
        return nodes;
    }

    /** The source; null where it has no files. */
    private SourceChoice source(Fields fields, Place place) {
        Key key = fields.key();
        List<String> files = new ArrayList<>();
        for (Values.Word word : words(fields, "path")) {
            files.addAll(paths.existing(key, word));
        }
        if (!fields.nodes().containsKey("path")) {
            problems.add(place, key.path() + ": a source needs 'path'");
        }
        String score = word(fields, "score");
        double least = number(fields, "min_score", Double.NEGATIVE_INFINITY, false);
        double below = number(fields, "max_score", Double.POSITIVE_INFINITY, false);
        if (score.isEmpty() != (Double.isInfinite(least) && Double.isInfinite(below))) {
            problems.add(
                    place,
                    "%s: score and min_score or max_score go together, such as {score: quality, min_score: 0.5}"
                            .formatted(key.path()));
        } else if (least >= below) {
            problems.add(
                    place,
                    "%s: no score is from min_score up to below max_score; swap them"
                            .formatted(key.path()));
        }
        double weight = number(fields, "weight", 0, true);
        double epochs = number(fields, "epochs", 0, true);
        double most = number(fields, "max_epochs", 0, true);
        if (epochs > 0 && (weight > 0 || most > 0)) {
            problems.add(
                    place,
                    "%s: epochs says how often everything is taken and goes with neither weight nor max_epochs"
                            .formatted(key.path()));
        }
        List<String> sources = words(fields, "source").stream().map(Values.Word::text).toList();
        String name = word(fields, "name");
        return files.isEmpty()
                ? null
                : new SourceChoice(
                        name.isEmpty() ? name(Path.of(files.get(0))) : name,
                        files,
                        sources,
                        score,
                        least,
                        below,
                        weight,
                        epochs,
                        most);
    }

    /** The last part of a path that says something. */
    private static String name(Path path) {
        boolean curated =
                path.getFileName().toString().equals("documents") && path.getNameCount() > 1;
        return (curated ? path.getParent() : path).getFileName().toString();
    }

    private List<Values.Word> words(Fields fields, String field) {
        Node node = fields.nodes().get(field);
        if (node == null) {
            return List.of();
        }
        List<Node> parts = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<Values.Word> words = new ArrayList<>();
        for (Node part : parts) {
            Values.Word word = values.word(fields.key(), fields.given(), part);
            if (word != null) {
                words.add(word);
            }
        }
        return words;
    }

    private String word(Fields fields, String field) {
        Node node = fields.nodes().get(field);
        Values.Word word = node == null ? null : values.word(fields.key(), fields.given(), node);
        return word == null ? "" : word.text();
    }

    private double number(Fields fields, String field, double otherwise, boolean positive) {
        Node node = fields.nodes().get(field);
        Values.Word word = node == null ? null : values.word(fields.key(), fields.given(), node);
        if (word == null) {
            return otherwise;
        }
        double number =
                word.text().matches(Values.NUMBER)
                        ? Double.parseDouble(word.text().replace("_", ""))
                        : Double.NaN;
        if (Double.isFinite(number) && (!positive || (number > 0 && number <= 1e9))) {
            return number;
        }
        problems.add(
                word.place(),
                "%s: %s: expected a number%s, found '%s'"
                        .formatted(
                                fields.key().path(),
                                field,
                                positive ? " above 0" : "",
                                word.text()));
        return otherwise;
    }
}
