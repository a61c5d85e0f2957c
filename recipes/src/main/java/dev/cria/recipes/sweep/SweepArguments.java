package dev.cria.recipes.sweep;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Aliases;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Kind;
import dev.cria.recipes.recipe.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arguments {@code key=a,b}: several values of a key that holds one. Of a key that holds a list,
 * each value is a list in brackets: {@code lora_target=[all],[q_proj,v_proj]}. A text may have
 * commas and is never several.
 */
final class SweepArguments {

    /** More is a mistake rather than a wish: each is a run of its own. */
    static final int MOST_RUNS = 100;

    private static final Set<Kind> ONE_VALUE =
            EnumSet.of(
                    Kind.CHOICE,
                    Kind.CHOICE_OR_INPUT,
                    Kind.INPUT,
                    Kind.INTEGER,
                    Kind.NUMBER,
                    Kind.FLAG);

    private static final Set<String> OF_THE_RECIPE = Set.of("seed", "threads");

    private SweepArguments() {}

    /** Whether any argument has several values. */
    static boolean isSweep(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> values(argument).size() > 1);
    }

    /**
     * All combinations of the values, the last key changing fastest. Each maps a swept key to its
     * value.
     *
     * @throws UserException if a value is empty or given twice, or if there are too many
     */
    static List<Map<String, String>> combinations(List<String> arguments) {
        List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
        for (String argument : arguments) {
            List<String> values = values(argument);
            if (values.size() < 2) {
                continue;
            }
            check(argument, values);
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> start : all) {
                for (String value : values) {
                    Map<String, String> one = new LinkedHashMap<>(start);
                    one.put(key(argument), value);
                    longer.add(one);
                }
            }
            all = longer;
            if (all.size() > MOST_RUNS) {
                throw new UserException(
                        "%s: this asks for more than %d runs; name fewer values"
                                .formatted(argument, MOST_RUNS));
            }
        }
        return all;
    }

    /** The arguments with one value for each swept key. */
    static List<String> chosen(List<String> arguments, Map<String, String> combination) {
        return arguments.stream()
                .map(
                        argument ->
                                values(argument).size() < 2
                                        ? argument
                                        : key(argument) + "=" + combination.get(key(argument)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void check(String argument, List<String> values) {
        if (values.stream().anyMatch(String::isBlank)) {
            throw new UserException(
                    "%s: a value is empty; several values are written key=a,b without spaces"
                            .formatted(argument));
        }
        if (new LinkedHashSet<>(values).size() < values.size()) {
            throw new UserException("%s: a value is given twice".formatted(argument));
        }
    }

    private static String key(String argument) {
        return argument.substring(0, Math.max(0, argument.indexOf('=')));
    }

    /** The values of an argument; one where it is no sweep. */
    private static List<String> values(String argument) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            return List.of(argument);
        }
        List<String> parts = split(argument.substring(equals + 1));
        if (parts.size() < 2) {
            return parts;
        }
        String name = argument.substring(argument.lastIndexOf('.', equals) + 1, equals);
        if (holdsOneValue(name)) {
            return parts;
        }
        boolean lists = parts.stream().allMatch(part -> part.startsWith("[") && part.endsWith("]"));
        return lists ? parts : List.of(argument.substring(equals + 1));
    }

    private static boolean holdsOneValue(String name) {
        String own = Aliases.canonical(name);
        return OF_THE_RECIPE.contains(own)
                || Schema.STAGES.values().stream()
                        .flatMap(List::stream)
                        .filter(key -> key.name().equals(own))
                        .map(Key::kind)
                        .anyMatch(ONE_VALUE::contains);
    }

    /** At commas outside of brackets and braces. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
