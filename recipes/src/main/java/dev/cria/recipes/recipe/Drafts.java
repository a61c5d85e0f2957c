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
 * its keys beside {@code name} and {@code output_dir}, or a list {@code stages}.
 */
final class Drafts {

    /** What the run folder holds beside the folders of the stages. */
    private static final Set<String> RESERVED = Set.of("stages", "checkpoints", "batches", "cache");

    private final Path file;
    private final Path folder;
    private final Problems problems;
    private final List<String> warnings;
    private final Map<String, Given> top = new LinkedHashMap<>();
    private final List<Draft> stages = new ArrayList<>();

    Drafts(Path file, Problems problems, List<String> warnings) {
        this.file = file;
        this.folder = file.toAbsolutePath().getParent();
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
            stage(own, Place.in(file, root));
        }
        return this;
    }

    private void stages(Node node) {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problem(node, "stages: expected a list of stages, such as '- stage: sft'");
            return;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof MappingNode mapping) {
                stage(mapping.getValue(), Place.in(file, item));
            } else {
                problem(item, "expected a stage, such as '- stage: sft'");
            }
        }
    }

    private void stage(List<NodeTuple> tuples, Place place) {
        String type = null;
        String name = null;
        List<NodeTuple> rest = new ArrayList<>();
        for (NodeTuple tuple : tuples) {
            switch (word(tuple.getKeyNode())) {
                case "stage" -> type = word(tuple.getValueNode());
                case "name" -> name = word(tuple.getValueNode());
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
            Draft draft = new Draft(type, checkedName(name, type, place), place);
            rest.forEach(tuple -> fill(draft, tuple));
            stages.add(draft);
        }
    }

    /** The name of a stage; its type where it has none, or one that no folder can have. */
    private String checkedName(String given, String type, Place place) {
        String name = given == null ? type : given;
        boolean fits = name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}") && FileNames.isPlain(name);
        if (!fits || RESERVED.contains(name)) {
            problems.add(
                    place,
                    "the stage name '%s' cannot name a folder; use letters, digits, '_' and '-'"
                            .formatted(name));
            return type;
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
        if (key == null && draft.key(Schema.ALIASES.get(word)) != null) {
            key = draft.key(Schema.ALIASES.get(word));
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
        return new Given(Place.in(file, tuple.getKeyNode()), tuple.getValueNode(), file, folder);
    }

    private void problem(Node node, String what) {
        problems.add(Place.in(file, node), what);
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
