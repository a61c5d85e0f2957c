package dev.cria.recipes.recipe;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * {@code include: shared.yaml}, of a recipe or of a stage: keys of that level from other files. Of
 * several files a later one wins, and what stands beside {@code include} wins over all. Sections
 * are put together key by key; values are not.
 */
final class Includes {

    static final String KEY = "include";

    private static final int MAX_FILES = 64;

    private int files;

    /** The recipe with all that it includes. */
    static MappingNode expand(Path file, MappingNode root) {
        Includes includes = new Includes();
        List<Path> chain = List.of(real(file));
        MappingNode whole = includes.level(root, chain);
        List<NodeTuple> tuples = new ArrayList<>();
        for (NodeTuple tuple : whole.getValue()) {
            boolean stages =
                    word(tuple.getKeyNode()).equals("stages")
                            && tuple.getValueNode() instanceof SequenceNode;
            tuples.add(stages ? includes.stages(tuple, chain) : tuple);
        }
        return like(whole, tuples);
    }

    private NodeTuple stages(NodeTuple tuple, List<Path> chain) {
        SequenceNode list = (SequenceNode) tuple.getValueNode();
        List<Node> stages = new ArrayList<>();
        for (Node stage : list.getValue()) {
            stages.add(stage instanceof MappingNode mapping ? stage(mapping, chain) : stage);
        }
        return new NodeTuple(
                tuple.getKeyNode(),
                new SequenceNode(
                        list.getTag(),
                        true,
                        stages,
                        list.getFlowStyle(),
                        list.getStartMark(),
                        list.getEndMark()));
    }

    /** A stage, or stages that are repeated. */
    private MappingNode stage(MappingNode mapping, List<Path> chain) {
        if (!Repetition.is(mapping)) {
            return level(mapping, chain);
        }
        List<NodeTuple> tuples = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            boolean stages =
                    word(tuple.getKeyNode()).equals("stages")
                            && tuple.getValueNode() instanceof SequenceNode;
            tuples.add(stages ? stages(tuple, chain) : tuple);
        }
        return like(mapping, tuples);
    }

    private MappingNode level(MappingNode mapping, List<Path> chain) {
        List<NodeTuple> own = new ArrayList<>();
        List<NodeTuple> below = List.of();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!word(tuple.getKeyNode()).equals(KEY)) {
                own.add(tuple);
                continue;
            }
            for (Node part : parts(tuple.getValueNode())) {
                below = merged(below, included(part, chain).getValue());
            }
        }
        return like(mapping, merged(below, own));
    }

    private MappingNode included(Node node, List<Path> chain) {
        Place place = Place.in(chain.get(chain.size() - 1), node);
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw problem(place, "expected a path or a list of paths");
        }
        Path path;
        try {
            path =
                    chain.get(chain.size() - 1)
                            .resolveSibling(Shipped.fill(scalar.getValue()))
                            .normalize();
        } catch (InvalidPathException e) {
            throw problem(place, "not a path: " + e.getReason());
        }
        if (!Files.isRegularFile(path)) {
            throw problem(
                    place,
                    path + " is not a file; paths are relative to the file that includes them");
        }
        Path file = real(path);
        if (chain.contains(file)) {
            throw problem(
                    place,
                    "files include each other in a circle: "
                            + Stream.concat(chain.stream(), Stream.of(file))
                                    .map(Path::toString)
                                    .collect(Collectors.joining(" -> ")));
        }
        if (++files > MAX_FILES) {
            throw problem(place, "more than " + MAX_FILES + " files are included; name fewer");
        }
        List<Path> longer = new ArrayList<>(chain);
        longer.add(file);
        return level(YamlTree.read(file), longer);
    }

    /** Everything of {@code over}, and of {@code base} what that does not give. */
    private static List<NodeTuple> merged(List<NodeTuple> base, List<NodeTuple> over) {
        List<NodeTuple> result = new ArrayList<>();
        Set<String> given = names(over);
        base.stream().filter(tuple -> !given.contains(name(tuple))).forEach(result::add);
        Set<String> joined = new HashSet<>();
        for (NodeTuple tuple : over) {
            boolean first = joined.add(name(tuple));
            NodeTuple below =
                    base.stream().filter(t -> name(t).equals(name(tuple))).findFirst().orElse(null);
            boolean sections =
                    first
                            && below != null
                            && below.getValueNode() instanceof MappingNode
                            && tuple.getValueNode() instanceof MappingNode;
            result.add(sections ? section(below, tuple) : tuple);
        }
        return result;
    }

    private static NodeTuple section(NodeTuple base, NodeTuple over) {
        MappingNode own = (MappingNode) over.getValueNode();
        Set<String> given = names(own.getValue());
        List<NodeTuple> leaves = new ArrayList<>();
        ((MappingNode) base.getValueNode())
                .getValue().stream().filter(t -> !given.contains(name(t))).forEach(leaves::add);
        leaves.addAll(own.getValue());
        return new NodeTuple(over.getKeyNode(), like(own, leaves));
    }

    private static MappingNode like(MappingNode node, List<NodeTuple> tuples) {
        return new MappingNode(
                node.getTag(),
                true,
                tuples,
                node.getFlowStyle(),
                node.getStartMark(),
                node.getEndMark());
    }

    private static List<Node> parts(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of(node);
    }

    private static Set<String> names(List<NodeTuple> tuples) {
        return tuples.stream().map(Includes::name).collect(Collectors.toSet());
    }

    /** Cria's name of a key. */
    private static String name(NodeTuple tuple) {
        String word = word(tuple.getKeyNode());
        return Aliases.KEYS.getOrDefault(word, word);
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static Path real(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static RecipeException problem(Place place, String what) {
        return new RecipeException(List.of("%s: include: %s".formatted(place, what)));
    }
}
