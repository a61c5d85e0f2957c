package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * {@code key=value} from the command line. A key is a leaf ({@code learning_rate}), with its
 * section ({@code train.learning_rate}) or its stage ({@code sft.learning_rate}) or both; it must
 * mean one key of one stage. Lists and mappings are written as YAML: {@code formats=[hf, gguf]}.
 */
final class Overrides {

    private final Drafts drafts;
    private final Problems problems;

    Overrides(Drafts drafts, Problems problems) {
        this.drafts = drafts;
        this.problems = problems;
    }

    /** Puts the arguments in the place of what the recipe gives. */
    void apply(List<String> arguments) {
        arguments.forEach(this::apply);
    }

    private void apply(String argument) {
        Place place = Place.argument(argument);
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add(place, "expected key=value");
            return;
        }
        String path = argument.substring(0, equals);
        Given given =
                new Given(
                        place,
                        value(argument, argument.substring(equals + 1)),
                        null,
                        Path.of("").toAbsolutePath());
        if (Top.KEYS.contains(path)) {
            drafts.top().put(path, given);
            return;
        }
        List<Match> matches = matches(path);
        if (matches.size() == 1) {
            Match match = matches.get(0);
            match.draft().given().put(match.key().name(), given);
        } else if (matches.isEmpty()) {
            problems.add(place, "no stage of this recipe has this key" + hint(path));
        } else {
            String names = String.join("=…, ", matches.stream().map(Match::toString).toList());
            problems.add(place, "several stages have this key; say which: " + names + "=…");
        }
    }

    private record Match(Draft draft, Key key) {
        @Override
        public String toString() {
            return draft.name() + "." + key.name();
        }
    }

    private List<Match> matches(String path) {
        int dot = path.lastIndexOf('.');
        String leaf = path.substring(dot + 1);
        String front = path.substring(0, dot + 1);
        List<Match> matches = new ArrayList<>();
        for (Draft draft : drafts.stages()) {
            for (Key key : draft.keys()) {
                String section = key.section().isEmpty() ? "" : key.section() + ".";
                String stage = draft.name() + ".";
                boolean named =
                        key.name().equals(leaf) || key.name().equals(Schema.ALIASES.get(leaf));
                if (named && List.of("", section, stage, stage + section).contains(front)) {
                    matches.add(new Match(draft, key));
                }
            }
        }
        return matches;
    }

    private String hint(String path) {
        Set<String> names = new LinkedHashSet<>(Top.KEYS);
        for (Draft draft : drafts.stages()) {
            for (Key key : draft.keys()) {
                names.addAll(List.of(key.name(), key.path(), draft.name() + "." + key.name()));
            }
        }
        return Nearest.hint(path, names);
    }

    private Node value(String argument, String text) {
        boolean nested = text.startsWith("[") || text.startsWith("{");
        try {
            return nested
                    ? YamlTree.node("argument " + argument, text)
                    : new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN);
        } catch (RecipeException e) {
            problems.add(Place.argument(argument), "expected a list such as [a, b] or one value");
            return new ScalarNode(Tag.STR, "", ScalarStyle.PLAIN);
        }
    }
}
