package dev.cria.recipes.recipe;

import java.nio.file.Path;
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

/** Reads a recipe, applies {@code key=value} overrides and reports everything that is wrong. */
public final class RecipeReader {

    private static final Set<String> TOP =
            Set.of("name", "output_dir", "seed", "threads", "stages");

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> top = new LinkedHashMap<>();

    private RecipeReader(Path file) {
        this.file = file;
    }

    /** Reads a recipe; throws {@link RecipeException} with all its problems. */
    public static Recipe read(Path file, List<String> overrides) {
        return new RecipeReader(file).read(YamlTree.read(file), overrides);
    }

    private Recipe read(MappingNode root, List<String> overrides) {
        List<Draft> drafts = drafts(root);
        Overrides parsed = Overrides.parse(overrides, top, drafts, problems);
        Path recipeDir = file.toAbsolutePath().getParent();
        String name = top.getOrDefault("name", baseName());
        Path outputDir =
                Path.of(top.getOrDefault("output_dir", "runs/" + name))
                        .toAbsolutePath()
                        .normalize();
        Values values = new Values(recipeDir, outputDir);
        List<Stage> stages = new ArrayList<>();
        for (Draft draft : drafts) {
            stages.add(stage(draft, values, parsed));
        }
        new Checks(file, outputDir, problems).check(drafts, stages);
        long seed = whole("seed", 42);
        int threads = (int) whole("threads", 0);
        if (!problems.isEmpty()) {
            throw new RecipeException(problems);
        }
        return new Recipe(name, outputDir, seed, threads, stages, warnings);
    }

    private String baseName() {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private long whole(String key, long otherwise) {
        String text = top.get(key);
        if (text != null && !text.matches("[0-9]{1,9}")) {
            problems.add("%s: %s: expected a whole number, found '%s'".formatted(file, key, text));
            return otherwise;
        }
        return text == null ? otherwise : Long.parseLong(text);
    }

    private List<Draft> drafts(MappingNode root) {
        List<Draft> drafts = new ArrayList<>();
        List<NodeTuple> own = new ArrayList<>();
        boolean many =
                root.getValue().stream().anyMatch(t -> word(t.getKeyNode()).equals("stages"));
        for (NodeTuple tuple : root.getValue()) {
            String key = word(tuple.getKeyNode());
            if (key.equals("stages")) {
                stages(tuple.getValueNode(), drafts);
            } else if (TOP.contains(key)) {
                top.put(key, word(tuple.getValueNode()));
            } else if (many) {
                problem(
                        tuple.getKeyNode(),
                        "unknown key '%s' beside stages%s".formatted(key, Nearest.hint(key, TOP)));
            } else {
                own.add(tuple);
            }
        }
        if (!many) {
            draft(own, 1, drafts);
        }
        return drafts;
    }

    private void stages(Node node, List<Draft> drafts) {
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, "stages: expected a list of stages");
            return;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof MappingNode mapping) {
                draft(mapping.getValue(), line(item), drafts);
            } else {
                problem(item, "expected a stage, such as '- stage: sft'");
            }
        }
    }

    private void draft(List<NodeTuple> tuples, int line, List<Draft> drafts) {
        String type = null;
        String name = null;
        for (NodeTuple tuple : tuples) {
            String key = word(tuple.getKeyNode());
            if (key.equals("stage")) {
                type = word(tuple.getValueNode());
            } else if (key.equals("name")) {
                name = word(tuple.getValueNode());
            }
        }
        if (type == null || !Schema.STAGES.containsKey(type)) {
            problems.add(
                    "%s:%d: %s; expected one of %s%s"
                            .formatted(
                                    file,
                                    line,
                                    type == null
                                            ? "'stage' is missing"
                                            : "unknown stage '" + type + "'",
                                    String.join(", ", Schema.STAGES.keySet()),
                                    type == null
                                            ? ""
                                            : Nearest.hint(type, Schema.STAGES.keySet())));
            return;
        }
        Draft draft = new Draft(type, name == null ? type : name, line);
        if (!draft.name().matches("[A-Za-z0-9._-]+")
                || drafts.stream().anyMatch(other -> other.name().equals(draft.name()))) {
            problems.add(
                    "%s:%d: the stage name '%s' must be letters, digits, '.', '_' or '-', and differ from the others"
                            .formatted(file, line, draft.name()));
        }
        for (NodeTuple tuple : tuples) {
            String key = word(tuple.getKeyNode());
            if (!key.equals("stage") && !key.equals("name")) {
                fill(draft, key, tuple);
            }
        }
        drafts.add(draft);
    }

    private void fill(Draft draft, String key, NodeTuple tuple) {
        if (tuple.getValueNode() instanceof MappingNode section) {
            if (!draft.sections().contains(key)) {
                problem(
                        tuple.getKeyNode(),
                        "unknown section '%s' of stage %s; expected %s%s"
                                .formatted(
                                        key,
                                        draft.type(),
                                        draft.sections(),
                                        Nearest.hint(key, draft.sections())));
                return;
            }
            for (NodeTuple leaf : section.getValue()) {
                leaf(draft, key, word(leaf.getKeyNode()), leaf);
            }
        } else {
            leaf(draft, "", key, tuple);
        }
    }

    private void leaf(Draft draft, String section, String word, NodeTuple tuple) {
        String name = word;
        Key key = draft.key(name);
        if (key == null && Schema.ALIASES.containsKey(name)) {
            name = Schema.ALIASES.get(name);
            key = draft.key(name);
            warnings.add(
                    "%s:%d: '%s' is read as '%s'"
                            .formatted(file, line(tuple.getKeyNode()), word, name));
        }
        if (key == null) {
            problem(
                    tuple.getKeyNode(),
                    "unknown key '%s' of stage %s%s"
                            .formatted(word, draft.type(), Nearest.hint(word, draft.names())));
        } else if (!key.section().equals(section)) {
            problem(
                    tuple.getKeyNode(),
                    "'%s' stands in %s; it belongs in %s"
                            .formatted(
                                    word,
                                    section.isEmpty() ? "no section" : "section " + section,
                                    key.section().isEmpty()
                                            ? "no section"
                                            : "section " + key.section()));
        } else if (draft.nodes().put(name, tuple.getValueNode()) != null) {
            problem(tuple.getKeyNode(), "'%s' is given twice".formatted(name));
        }
    }

    private Stage stage(Draft draft, Values values, Overrides overrides) {
        Map<String, Object> converted = new LinkedHashMap<>();
        for (Key key : Schema.STAGES.get(draft.type())) {
            Node node = draft.nodes().get(key.name());
            List<String> override = overrides.of(draft.name(), key.name());
            try {
                if (override != null) {
                    converted.put(key.name(), values.convert(key, override, override.size() != 1));
                } else if (node != null) {
                    converted.put(key.name(), values.convert(key, node));
                } else if (key.required()) {
                    problems.add(
                            "%s:%d: stage %s needs '%s': %s"
                                    .formatted(
                                            file,
                                            draft.line(),
                                            draft.name(),
                                            key.path(),
                                            key.documentation()));
                } else {
                    converted.put(key.name(), key.initial());
                }
            } catch (Values.WrongValue e) {
                int line = node == null ? draft.line() : line(node);
                problems.add("%s:%d: %s".formatted(file, line, e.getMessage()));
            }
        }
        return new Stage(draft.type(), draft.name(), converted);
    }

    private void problem(Node node, String what) {
        problems.add("%s:%d: %s".formatted(file, line(node), what));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
