package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code key=value} from the command line. A key is a leaf ({@code learning_rate}), with its
 * section ({@code train.learning_rate}) or its stage ({@code sft.learning_rate}) or both; a leaf
 * alone must belong to one stage only.
 */
record Overrides(Map<String, List<String>> values) {

    private static final Set<String> TOP = Set.of("name", "output_dir", "seed", "threads");

    static Overrides parse(
            List<String> arguments,
            Map<String, String> top,
            List<Draft> drafts,
            List<String> problems) {
        Map<String, List<String>> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                problems.add("'%s': expected key=value".formatted(argument));
                continue;
            }
            String path = argument.substring(0, equals);
            String value = argument.substring(equals + 1);
            if (TOP.contains(path)) {
                top.put(path, value);
                continue;
            }
            List<String> matches = matches(path, drafts);
            if (matches.size() == 1) {
                values.put(matches.get(0), split(value));
            } else if (matches.isEmpty()) {
                List<String> names = drafts.stream().flatMap(d -> d.names().stream()).toList();
                String leaf = path.substring(path.lastIndexOf('.') + 1);
                problems.add(
                        "'%s': no stage has this key%s"
                                .formatted(argument, Nearest.hint(leaf, names)));
            } else {
                problems.add(
                        "'%s': several stages have this key; say which: %s"
                                .formatted(argument, String.join(", ", matches)));
            }
        }
        return new Overrides(values);
    }

    /** The value of a key of a stage; null where it is not overridden. */
    List<String> of(String stage, String key) {
        return values.get(stage + "." + key);
    }

    private static List<String> matches(String path, List<Draft> drafts) {
        List<String> matches = new ArrayList<>();
        for (Draft draft : drafts) {
            for (Key key : Schema.STAGES.get(draft.type())) {
                String own = draft.name() + "." + key.name();
                String whole = draft.name() + "." + key.path();
                if (List.of(key.name(), key.path(), own, whole).contains(path)) {
                    matches.add(own);
                }
            }
        }
        return matches;
    }

    private static List<String> split(String value) {
        boolean list = value.startsWith("[") && value.endsWith("]");
        String inner = list ? value.substring(1, value.length() - 1) : value;
        return list
                ? Arrays.stream(inner.split(",", -1)).map(String::strip).toList()
                : List.of(inner);
    }
}
