package dev.cria.recipes.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Fills in variables, a dollar and a name in braces: {@code output_dir}, {@code recipe_dir}, {@code
 * shipped}, the folder of the recipes that come with Cria, another key of the same stage by its
 * name, one of another stage as {@code sft.learning_rate}, and {@code env:NAME} or {@code
 * env:NAME,default}. A value that is nothing but a key's variable is that key's, lists included.
 * Two dollars before a brace stand for one, and no variable.
 */
final class Variables {

    private static final Pattern PART = Pattern.compile("\\$(?:\\$\\{|\\{([^{}]*)\\})");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{([^{}]*)\\}");
    private static final String OUTPUT = "output_dir";
    private static final String RECIPE = "recipe_dir";

    private final Drafts drafts;
    private final Path file;
    private final UnaryOperator<String> environment;
    private final Problems problems;
    private final Set<Id> done = new HashSet<>();
    private final Deque<Id> open = new ArrayDeque<>();

    /** A key of a stage; of the whole recipe where the stage is empty. */
    private record Id(String stage, String key) {
        @Override
        public String toString() {
            return stage.isEmpty() ? key : stage + "." + key;
        }
    }

    /** What a variable stands for: a value, and the folder that paths in it start from. */
    private record Target(Node value, Path folder, boolean isPath) {}

    /** Where a value with variables stands. */
    private record Site(Draft draft, String label, Given given) {
        boolean isOf(Draft other) {
            return draft != null && draft.name().equals(other.name());
        }
    }

    /** Ends the work on a value; the problem is told already. */
    private static final class Told extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Told() {
            super(null, null, false, false);
        }
    }

    Variables(Drafts drafts, Path file, UnaryOperator<String> environment, Problems problems) {
        this.drafts = drafts;
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    /** Fills all values; one with a problem has none afterwards. */
    void fill() {
        List.copyOf(drafts.top().keySet()).forEach(key -> fill(null, key));
        for (Draft draft : drafts.stages()) {
            List.copyOf(draft.given().keySet()).forEach(key -> fill(draft, key));
        }
    }

    /** The value of a key that is given, filled; null where it has a problem. */
    private Given fill(Draft draft, String name) {
        Map<String, Given> all = draft == null ? drafts.top() : draft.given();
        Given given = all.get(name);
        Id id = new Id(draft == null ? "" : draft.name(), name);
        if (!done.add(id)) {
            return given;
        }
        String label = draft == null ? name : draft.key(name).path();
        Site site = new Site(draft, label, given);
        open.addLast(id);
        Given filled;
        try {
            filled = filled(site);
        } catch (Told told) {
            filled = given.without();
        } finally {
            open.removeLast();
        }
        all.put(name, filled);
        return filled;
    }

    private Given filled(Site site) {
        Given given = site.given();
        if (given.value() instanceof ScalarNode scalar) {
            Matcher whole = WHOLE.matcher(scalar.getValue());
            if (whole.matches()) {
                Target target = target(site, scalar, whole.group(1));
                Node value =
                        target.value() instanceof ScalarNode text
                                ? scalar(scalar, text.getValue())
                                : target.value();
                return new Given(given.place(), value, given.file(), target.folder());
            }
        }
        return new Given(given.place(), node(site, given.value()), given.file(), given.folder());
    }

    private Node node(Site site, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().contains("${") ? text(site, scalar) : scalar;
        }
        if (node instanceof SequenceNode list) {
            List<Node> parts = parts(site, list);
            return new SequenceNode(
                    list.getTag(),
                    true,
                    parts,
                    list.getFlowStyle(),
                    list.getStartMark(),
                    list.getEndMark());
        }
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                tuples.add(new NodeTuple(tuple.getKeyNode(), node(site, tuple.getValueNode())));
            }
            return new MappingNode(
                    mapping.getTag(),
                    true,
                    tuples,
                    mapping.getFlowStyle(),
                    mapping.getStartMark(),
                    mapping.getEndMark());
        }
        return node;
    }

    /** Those parts of a list that have no problem: what is wrong with others is told too. */
    private List<Node> parts(Site site, SequenceNode list) {
        List<Node> parts = new ArrayList<>();
        Told last = null;
        for (Node part : list.getValue()) {
            try {
                parts.add(node(site, part));
            } catch (Told told) {
                last = told;
            }
        }
        if (last != null && parts.isEmpty()) {
            throw last;
        }
        return parts;
    }

    private ScalarNode text(Site site, ScalarNode scalar) {
        Matcher matcher = PART.matcher(scalar.getValue());
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String word = matcher.group(1);
            String value = word == null ? "${" : part(site, scalar, word);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return scalar(scalar, matcher.appendTail(filled).toString());
    }

    private String part(Site site, ScalarNode at, String word) {
        Target target = target(site, at, word);
        if (!(target.value() instanceof ScalarNode text)) {
            throw wrong(
                    site,
                    at,
                    "${%s} is a list or a mapping; only a value that is nothing else can stand for it"
                            .formatted(word));
        }
        return target.isPath()
                ? target.folder().resolve(text.getValue()).normalize().toString()
                : text.getValue();
    }

    private Target target(Site site, ScalarNode at, String word) {
        if (word.equals(RECIPE)) {
            return plain(file.toAbsolutePath().normalize().getParent().toString());
        }
        if (word.equals(Shipped.NAME)) {
            return plain(Shipped.folder().toString());
        }
        if (word.equals(OUTPUT)) {
            for (String key : List.of("name", OUTPUT)) {
                if (drafts.top().containsKey(key)) {
                    get(site, at, null, key);
                }
            }
            return plain(Top.outputDir(file, drafts.top()).toString());
        }
        if (word.matches("(oc\\.)?env:.*")) {
            return plain(fromEnvironment(site, at, word.substring(word.indexOf(':') + 1)));
        }
        if (site.draft() != null && site.draft().variables().containsKey(word)) {
            return ofRound(site, at, site.draft().variables().get(word));
        }
        if (Top.KEYS.contains(word)) {
            return drafts.top().containsKey(word)
                    ? target(get(site, at, null, word), false)
                    : plain(Top.initial(file, word));
        }
        return key(site, at, word);
    }

    /** A path, with variables of its own, or the number of the round. */
    private Target ofRound(Site site, ScalarNode at, Values.Word word) {
        if (word.folder() == null) {
            return plain(word.text());
        }
        ScalarNode node = new ScalarNode(Tag.STR, word.text(), ScalarStyle.PLAIN);
        Given given = new Given(word.place(), node, null, word.folder());
        try {
            String filled = text(new Site(null, "rounds", given), node).getValue();
            return plain(word.folder().resolve(filled).normalize().toString());
        } catch (InvalidPathException e) {
            throw wrong(site, at, "not a path: " + e.getReason());
        }
    }

    private Target key(Site site, ScalarNode at, String word) {
        List<Matches.Match> matches = Matches.of(drafts.stages(), word);
        List<Matches.Match> own =
                matches.stream().filter(match -> site.isOf(match.draft())).toList();
        if (!own.isEmpty() || (site.draft() != null && !word.contains("."))) {
            matches = own;
        }
        if (matches.isEmpty()) {
            throw wrong(site, at, "unknown variable ${" + word + "}" + hint(site, word));
        }
        if (matches.stream().map(match -> match.draft().place()).distinct().count() > 1) {
            throw wrong(
                    site,
                    at,
                    "several stages have ${%s}; say which: %s"
                            .formatted(
                                    word,
                                    String.join(
                                            ", ",
                                            matches.stream()
                                                    .map(match -> "${" + match + "}")
                                                    .distinct()
                                                    .toList())));
        }
        Matches.Match found =
                matches.stream()
                        .filter(match -> site.draft() != null)
                        .filter(match -> match.draft().round() == site.draft().round())
                        .findFirst()
                        .orElse(matches.get(0));
        Draft draft = found.draft();
        Key key = found.key();
        if (draft.gives(key.name())) {
            boolean path = List.of(Kind.INPUT, Kind.INPUTS).contains(key.kind());
            return target(get(site, at, draft, key.name()), path);
        }
        Object initial = Presets.initial(draft, key);
        if (initial == null || initial.equals(Key.NONE) || !isPlain(initial)) {
            throw wrong(
                    site,
                    at,
                    "${%s} has no value; stage %s does not give '%s'"
                            .formatted(word, draft.name(), key.path()));
        }
        return plain(initial.toString());
    }

    private static boolean isPlain(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof String;
    }

    private Given get(Site site, ScalarNode at, Draft draft, String key) {
        Id id = new Id(draft == null ? "" : draft.name(), key);
        if (open.contains(id)) {
            List<String> names = new ArrayList<>();
            open.forEach(each -> names.add(each.toString()));
            names.add(id.toString());
            throw wrong(
                    site,
                    at,
                    "values stand for each other in a circle: "
                            + String.join(
                                    " -> ",
                                    names.subList(names.indexOf(id.toString()), names.size())));
        }
        Given given = fill(draft, key);
        if (given.value() == null) {
            throw new Told();
        }
        return given;
    }

    private String fromEnvironment(Site site, ScalarNode at, String word) {
        int comma = word.indexOf(',');
        String name = comma < 0 ? word : word.substring(0, comma);
        String value = environment.apply(name.strip());
        if (value == null && comma < 0) {
            throw wrong(
                    site,
                    at,
                    "the environment has no %s; set it, or give a default: ${env:%s,…}"
                            .formatted(name, name));
        }
        return value == null ? word.substring(comma + 1).strip() : value;
    }

    private String hint(Site site, String word) {
        if (environment.apply(word) != null) {
            return "; for the environment write ${env:" + word + "}";
        }
        Set<String> names = new LinkedHashSet<>(List.of(OUTPUT, RECIPE, Shipped.NAME));
        if (site.draft() != null) {
            names.addAll(site.draft().variables().keySet());
        }
        names.addAll(Top.KEYS);
        for (Draft draft : drafts.stages()) {
            for (Key key : draft.keys()) {
                if (site.isOf(draft)) {
                    names.add(key.name());
                }
                names.add(draft.name() + "." + key.name());
            }
        }
        String near = Nearest.hint(word, names);
        return near.isEmpty() ? "; a plain '${' is written '$${'" : near;
    }

    private static Target plain(String text) {
        return new Target(
                new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN),
                Path.of("").toAbsolutePath(),
                false);
    }

    private static Target target(Given given, boolean isPath) {
        return new Target(given.value(), given.folder(), isPath);
    }

    /** A text where another one stands. */
    private static ScalarNode scalar(ScalarNode at, String text) {
        return new ScalarNode(
                at.getTag(), true, text, at.getScalarStyle(), at.getStartMark(), at.getEndMark());
    }

    private Told wrong(Site site, Node at, String what) {
        problems.add(site.given().placeOf(at), "%s: %s".formatted(site.label(), what));
        return new Told();
    }
}
