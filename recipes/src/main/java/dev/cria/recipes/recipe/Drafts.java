package dev.cria.recipes.recipe;

import dev.cria.checkpoints.durable.FileNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The shape of a recipe: which key stands in which section of which stage. A recipe is one stage,
 * its keys beside {@code name} and {@code output_dir}, or a list {@code stages}, parts of which may
 * be repeated ({@link Repetition}).
 */
final class Drafts {

    /** What the run folder holds beside the folders of the stages. */
    private static final Set<String> RESERVED = Set.of("stages", "checkpoints", "batches", "cache");

    private final Path file;
    private final Problems problems;
    private final List<String> warnings;
    private final Map<String, Given> top = new LinkedHashMap<>();
    private final List<Draft> stages = new ArrayList<>();
    private final Map<String, Given> asked;
    private Round outside = Round.NONE;
    private boolean repeats;

    /**
     * The drafts of a recipe.
     *
     * @param asked what the command line says of rounds
     */
    Drafts(Path file, Map<String, Given> asked, Problems problems, List<String> warnings) {
        this.file = file;
        this.asked = asked;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Keys of the whole recipe. */
    Map<String, Given> top() {
        return top;
    }

    List<Draft> stages() {
        return stages;
    }

    Drafts read(MappingNode root) {
        List<NodeTuple> own = new ArrayList<>();
        boolean many =
                root.getValue().stream().anyMatch(t -> word(t.getKeyNode()).equals("stages"));
        for (NodeTuple tuple : root.getValue()) {
            String key = word(tuple.getKeyNode());
            if (key.equals("stages")) {
                stages(tuple.getValueNode());
            } else if (Top.KEYS.contains(key)) {
                if (top.put(key, given(tuple)) != null) {
                    problem(tuple.getKeyNode(), "'%s' is given twice".formatted(key));
                }
            } else if (many) {
                problem(
                        tuple.getKeyNode(),
                        "unknown key '%s' beside stages%s; a stage's keys stand in the stage"
                                .formatted(key, Nearest.hint(key, Top.KEYS)));
            } else {
                own.add(tuple);
            }
        }
        if (!many) {
            stage(own, Place.in(file, root), Round.NONE);
        }
        if (!repeats) {
            asked.forEach(
                    (key, given) ->
                            problems.add(given.place(), "no stages of this recipe are repeated"));
        }
        return this;
    }

    private void stages(Node node) {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problem(node, "stages: expected a list of stages, such as '- stage: sft'");
            return;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof MappingNode mapping && Repetition.is(mapping)) {
                repeat(mapping);
            } else if (item instanceof MappingNode mapping) {
                stage(mapping.getValue(), Place.in(file, item), outside);
            } else {
                problem(item, "expected a stage, such as '- stage: sft'");
            }
        }
    }

    private void repeat(MappingNode item) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (NodeTuple tuple : item.getValue()) {
            String key = word(tuple.getKeyNode());
            if (given.put(key, given(tuple)) != null) {
                problem(tuple.getKeyNode(), "'%s' is given twice".formatted(key));
            }
        }
        if (repeats) {
            asked.forEach(
                    (key, value) ->
                            problems.add(
                                    value.place(), "several lists of stages are repeated here"));
        }
        repeats = true;
        given.putAll(asked);
        Repetition repetition = Repetition.read(given, Place.in(file, item), problems);
        if (repetition != null) {
            for (Round round : repetition.rounds()) {
                for (MappingNode stage : repetition.stages()) {
                    stage(stage.getValue(), Place.in(file, stage), round);
                }
            }
            outside = repetition.after();
        }
    }

    private void stage(List<NodeTuple> tuples, Place place, Round round) {
        String type = null;
        String name = null;
        int label = round.number();
        List<NodeTuple> rest = new ArrayList<>();
        for (NodeTuple tuple : tuples) {
            switch (word(tuple.getKeyNode())) {
                case "stage" -> type = word(tuple.getValueNode());
                case "name" -> name = word(tuple.getValueNode());
                case "round" -> label = label(tuple, round);
                default -> rest.add(tuple);
            }
        }
        Set<String> types = Schema.STAGES.keySet();
        if (type == null) {
            Set<String> near = new LinkedHashSet<>(List.of("stage", "stages"));
            String hint =
                    rest.stream()
                            .map(tuple -> word(tuple.getKeyNode()))
                            .flatMap(key -> Nearest.of(key, near).stream().map(n -> key))
                            .findFirst()
                            .map(key -> "; is it spelt '%s'?".formatted(key))
                            .orElse("");
            problems.add(
                    place,
                    "'stage' is missing%s; expected one of %s"
                            .formatted(hint, String.join(", ", types)));
        } else if (!types.contains(type)) {
            problems.add(
                    place,
                    "unknown stage '%s'%s; expected one of %s"
                            .formatted(type, Nearest.hint(type, types), String.join(", ", types)));
        } else {
            String base = name == null ? type : name;
            Draft draft =
                    new Draft(
                            type,
                            checkedName(round.name(base), round.name(type), place),
                            base,
                            label,
                            round.variables(),
                            place);
            rest.forEach(tuple -> fill(draft, tuple));
            stages.add(draft);
        }
    }

    /** Which round of the report a stage belongs to that is not repeated itself. */
    private int label(NodeTuple tuple, Round round) {
        String text = word(tuple.getValueNode());
        if (round.number() > 0) {
            problem(tuple.getKeyNode(), "'round' is counted by rounds; take it out");
        } else if (!text.matches("[1-9][0-9]{0,2}")) {
            problem(
                    tuple.getValueNode(),
                    "round: expected a whole number from 1 to 999, found '%s'".formatted(text));
        } else {
            return Integer.parseInt(text);
        }
        return round.number();
    }

    /** The name of a stage; another one where no folder can have it. */
    private String checkedName(String name, String otherwise, Place place) {
        boolean fits = name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}") && FileNames.isPlain(name);
        if (!fits || RESERVED.contains(name)) {
            problems.add(
                    place,
                    "the stage name '%s' cannot name a folder; use letters, digits, '_' and '-'"
                            .formatted(name));
            return otherwise;
        }
        if (stages.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
            problems.add(
                    place, "two stages are called '%s'; give each its own 'name'".formatted(name));
        }
        return name;
    }

    private void fill(Draft draft, NodeTuple tuple) {
        String key = word(tuple.getKeyNode());
        if (!(tuple.getValueNode() instanceof MappingNode section)) {
            leaf(draft, "", tuple);
        } else if (draft.sections().contains(key)) {
            section.getValue().forEach(leaf -> leaf(draft, key, leaf));
        } else {
            problem(
                    tuple.getKeyNode(),
                    "unknown section '%s' of stage %s%s; it has %s"
                            .formatted(
                                    key,
                                    draft.type(),
                                    Nearest.hint(key, draft.sections()),
                                    String.join(", ", draft.sections())));
        }
    }

    private void leaf(Draft draft, String section, NodeTuple tuple) {
        String word = word(tuple.getKeyNode());
        Key key = draft.key(word);
        if (key == null && draft.key(Aliases.KEYS.get(word)) != null) {
            key = draft.key(Aliases.KEYS.get(word));
            warnings.add(
                    "%s: '%s' is read as '%s'"
                            .formatted(Place.in(file, tuple.getKeyNode()), word, key.path()));
        }
        if (key == null) {
            problem(tuple.getKeyNode(), UnknownKey.message(word, draft));
        } else if (!key.section().equals(section)) {
            problem(
                    tuple.getKeyNode(),
                    "'%s' stands %s; it belongs %s"
                            .formatted(
                                    word,
                                    section.isEmpty() ? "beside 'stage'" : "in section " + section,
                                    key.home()));
        } else if (draft.given().put(key.name(), given(tuple)) != null) {
            problem(tuple.getKeyNode(), "'%s' is given twice".formatted(key.name()));
        }
    }

    private Given given(NodeTuple tuple) {
        Place place = Place.in(file, tuple.getKeyNode());
        Path own = Path.of(place.origin());
        return new Given(
                place, tuple.getValueNode(), own, own.toAbsolutePath().normalize().getParent());
    }

    private void problem(Node node, String what) {
        problems.add(Place.in(file, node), what);
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
