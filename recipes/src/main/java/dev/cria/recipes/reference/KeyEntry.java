package dev.cria.recipes.reference;

import dev.cria.recipes.recipe.Aliases;
import dev.cria.recipes.recipe.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A key of the reference: one path, kind and documentation, in all stages that have it.
 *
 * @param key as the first of them has it
 * @param stages each with the key as it has it; none for a key of the recipe as a whole
 */
public record KeyEntry(Key key, Map<String, Key> stages) {

    /** More words than this are not listed in a line. */
    private static final int MAX_WORDS = 12;

    static KeyEntry of(Key key) {
        return new KeyEntry(key, new LinkedHashMap<>());
    }

    boolean isLike(Key other) {
        return key.path().equals(other.path())
                && key.kind() == other.kind()
                && key.documentation().equals(other.documentation());
    }

    /** Names of the stages that have it. */
    public List<String> stageNames() {
        return List.copyOf(stages.keySet());
    }

    /** What it is where it is not given. */
    public String defaults() {
        return byStage(KeyEntry::initial);
    }

    /** Its type, with the range or the words that are allowed. */
    public String type() {
        return key.kind().expected() + byStage(KeyEntry::allowed);
    }

    /** What other frameworks call it. */
    public List<String> aliases() {
        return Aliases.of(key.name());
    }

    private String byStage(Function<Key, String> shown) {
        if (stages.isEmpty()) {
            return shown.apply(key);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        stages.forEach(
                (stage, own) ->
                        values.computeIfAbsent(shown.apply(own), v -> new ArrayList<>())
                                .add(stage));
        if (values.size() == 1) {
            return values.keySet().iterator().next();
        }
        List<String> parts = new ArrayList<>();
        values.forEach((value, names) -> parts.add(value + " (" + String.join(", ", names) + ")"));
        return String.join("; ", parts);
    }

    private static String initial(Key key) {
        if (key.required()) {
            return "must be given";
        }
        Object initial = key.initial();
        if (initial.equals(Key.NONE) || initial.equals(List.of()) || initial.equals(Map.of())) {
            return "none";
        }
        if (initial instanceof Double number) {
            return Shown.number(number);
        }
        return initial.toString();
    }

    private static String allowed(Key key) {
        return switch (key.kind()) {
            case CHOICE, CHOICES, CHOICE_OR_INPUT, DATASETS ->
                    key.choices().isEmpty()
                            ? ""
                            : (key.kind().name().startsWith("DATASETS") ? "; formats: " : ": ")
                                    + words(key.choices());
            case INTEGER, NUMBER, INTEGERS, NUMBERS -> Shown.range(key);
            default -> "";
        };
    }

    private static String words(List<String> words) {
        if (words.size() <= MAX_WORDS) {
            return String.join(", ", words);
        }
        return String.join(", ", words.subList(0, 4))
                + " and "
                + (words.size() - 4)
                + " more, the last of them "
                + words.get(words.size() - 1);
    }
}
