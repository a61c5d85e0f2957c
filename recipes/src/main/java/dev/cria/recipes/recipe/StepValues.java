package dev.cria.recipes.recipe;

import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads lists of steps: a name, or a mapping of one name to its parameters. */
record StepValues(Values values, Problems problems) {

    List<StepChoice> read(Key key, Given given) {
        List<StepChoice> steps = new ArrayList<>();
        for (Node part : Values.parts(given)) {
            if (part instanceof MappingNode mapping) {
                mapping(key, given, mapping, steps);
            } else {
                Values.Word word = values.word(key, given, part);
                if (word != null && kind(key, word.place(), word.text()).isPresent()) {
                    steps.add(new StepChoice(word.text(), Map.of()));
                }
            }
        }
        return steps;
    }

    private void mapping(Key key, Given given, MappingNode mapping, List<StepChoice> steps) {
        if (mapping.getValue().size() != 1) {
            problems.add(
                    given.placeOf(mapping),
                    "%s: expected one step, such as '- gopher_quality: {min_words: 50}', found %d names; put '- ' before each step"
                            .formatted(key.path(), mapping.getValue().size()));
            return;
        }
        NodeTuple tuple = mapping.getValue().get(0);
        String name = word(tuple.getKeyNode());
        Optional<StepKind> kind = kind(key, given.placeOf(tuple.getKeyNode()), name);
        if (kind.isEmpty()) {
            return;
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (tuple.getValueNode() instanceof MappingNode parts) {
            for (NodeTuple part : parts.getValue()) {
                parameter(key, given, kind.get(), part, parameters);
            }
        } else if (!word(tuple.getValueNode()).isEmpty()) {
            problems.add(
                    given.placeOf(tuple.getValueNode()),
                    "%s: expected parameters of step %s, such as {%s: …}"
                            .formatted(
                                    key.path(),
                                    name,
                                    names(kind.get()).stream().findFirst().orElse("")));
        }
        steps.add(new StepChoice(name, parameters));
    }

    private Optional<StepKind> kind(Key key, Place place, String name) {
        Optional<StepKind> kind = Steps.kind(name);
        if (kind.isEmpty()) {
            problems.add(
                    place,
                    "%s: there is no step '%s'%s; 'cria steps' lists them"
                            .formatted(key.path(), name, Nearest.hint(name, Steps.names())));
        }
        return kind;
    }

    private void parameter(
            Key key, Given given, StepKind kind, NodeTuple tuple, Map<String, Object> parameters) {
        String name = word(tuple.getKeyNode());
        Place place = given.placeOf(tuple.getKeyNode());
        Optional<Parameter> parameter =
                kind.parameters().stream().filter(p -> p.name().equals(name)).findFirst();
        if (parameter.isEmpty()) {
            List<String> names = names(kind);
            problems.add(
                    place,
                    "%s: step %s has no parameter '%s'%s; it has %s"
                            .formatted(
                                    key.path(),
                                    kind.name(),
                                    name,
                                    Nearest.hint(name, names),
                                    names.isEmpty() ? "none" : String.join(", ", names)));
            return;
        }
        Given own = new Given(place, tuple.getValueNode(), given.file(), given.folder());
        Object value = value(kind, parameter.get(), own);
        if (value != null && parameters.put(name, value) != null) {
            problems.add(place, "%s: '%s' is given twice".formatted(key.path(), name));
        }
    }

    /** The value; null where a problem was found. */
    private Object value(StepKind kind, Parameter parameter, Given given) {
        Key key =
                new Key(
                        "steps." + kind.name(),
                        parameter.name(),
                        kindOf(parameter),
                        parameter.initial(),
                        parameter.choices(),
                        parameter.min(),
                        parameter.max(),
                        parameter.help());
        if (key.kind() == Kind.CHOICE && key.choices().isEmpty()) {
            Values.Word word = values.word(key, given, given.value());
            return word == null ? null : word.text();
        }
        return values.read(key, given);
    }

    private static Kind kindOf(Parameter parameter) {
        Object initial = parameter.initial();
        if (initial instanceof Boolean) {
            return Kind.FLAG;
        }
        if (initial instanceof Long) {
            return Kind.INTEGER;
        }
        if (initial instanceof Double) {
            return Kind.NUMBER;
        }
        if (initial instanceof List<?>) {
            return parameter.isPath() ? Kind.INPUTS : Kind.TEXTS;
        }
        return parameter.isPath() ? Kind.INPUT : Kind.CHOICE;
    }

    private static List<String> names(StepKind kind) {
        return kind.parameters().stream().map(Parameter::name).toList();
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
