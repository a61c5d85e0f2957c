package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * {@code key=value} from the command line. A key is a leaf ({@code learning_rate}), with its
 * section ({@code train.learning_rate}) or its stage ({@code sft.learning_rate}) or both; it must
 * mean one key of one stage, or, by its name without the round, of one stage in all rounds. Lists
 * and mappings are written as YAML: {@code formats=[hf, gguf]}.
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

    /** What arguments say of rounds, which decide what stages there are. */
    static Map<String, Given> ofRounds(List<String> arguments, Problems problems) {
        Map<String, Given> asked = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0 && Repetition.ASKED.contains(argument.substring(0, equals))) {
                asked.put(argument.substring(0, equals), given(argument, equals, problems));
            }
        }
        return asked;
    }

    private static Given given(String argument, int equals, Problems problems) {
        return new Given(
                Place.argument(argument),
                value(argument, argument.substring(equals + 1), problems),
                null,
                Path.of("").toAbsolutePath());
    }

    private void apply(String argument) {
        Place place = Place.argument(argument);
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add(place, "expected key=value, such as learning_rate=1e-4");
            return;
        }
        String path = argument.substring(0, equals);
        if (Repetition.ASKED.contains(path)) {
            return;
        }
        Given given = given(argument, equals, problems);
        if (Top.KEYS.contains(path)) {
            drafts.top().put(path, given);
            return;
        }
        List<Matches.Match> matches = Matches.of(drafts.stages(), path);
        if (matches.stream().map(match -> match.draft().place()).distinct().count() == 1) {
            matches.forEach(match -> match.draft().given().put(match.key().name(), given));
        } else if (matches.isEmpty()) {
            problems.add(place, "no stage of this recipe has this key" + hint(path));
        } else {
            Set<String> names = new LinkedHashSet<>();
            matches.forEach(match -> names.add(match.draft().base() + "." + match.key().name()));
            if (names.size() == 1) {
                matches.forEach(
                        match -> names.add(match.draft().name() + "." + match.key().name()));
            }
            problems.add(
                    place,
                    "several stages have this key; say which: %s=…"
                            .formatted(String.join("=…, ", names)));
        }
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

    private static Node value(String argument, String text, Problems problems) {
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
