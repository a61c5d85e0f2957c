package dev.cria.recipes.recipe;

import java.util.List;

/** What to say about a key that a stage does not have. */
final class UnknownKey {

    private UnknownKey() {}

    static String message(String word, Draft draft) {
        List<String> names = draft.keys().stream().map(Key::name).toList();
        String hint =
                Nearest.of(word, names)
                        .map(draft::key)
                        .map(key -> "; did you mean '%s' (%s)?".formatted(key.name(), key.home()))
                        .orElseGet(() -> elsewhere(word));
        String glued = word.contains(":") ? "; YAML needs a blank behind ':'" : hint;
        return "unknown key '%s' of stage %s%s".formatted(word, draft.type(), glued);
    }

    private static String elsewhere(String word) {
        List<String> types =
                Schema.STAGES.entrySet().stream()
                        .filter(
                                stage ->
                                        stage.getValue().stream()
                                                .anyMatch(k -> k.name().equals(word)))
                        .map(stage -> stage.getKey())
                        .toList();
        return types.isEmpty()
                ? "; no key is near it, take it out"
                : "; it is a key of " + String.join(", ", types) + ", take it out here";
    }
}
