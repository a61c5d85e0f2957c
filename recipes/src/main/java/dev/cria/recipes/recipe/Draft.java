package dev.cria.recipes.recipe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stage as the recipe's text has it, before its values are checked.
 *
 * @param base its name without the number of the round
 * @param round which round of the report it belongs to; 0 for none
 * @param variables of the round that it is run in
 */
record Draft(
        String type,
        String name,
        String base,
        int round,
        Map<String, Values.Word> variables,
        Place place,
        Map<String, Given> given) {

    Draft(
            String type,
            String name,
            String base,
            int round,
            Map<String, Values.Word> variables,
            Place place) {
        this(type, name, base, round, variables, place, new LinkedHashMap<>());
    }

    List<Key> keys() {
        return Schema.STAGES.get(type);
    }

    /** The key of a name; null where the stage has none. */
    Key key(String word) {
        return keys().stream().filter(key -> key.name().equals(word)).findFirst().orElse(null);
    }

    Set<String> sections() {
        Set<String> sections = new LinkedHashSet<>();
        keys().forEach(key -> sections.add(key.section()));
        sections.remove("");
        return sections;
    }

    /** Whether the recipe or the command line says something about a key. */
    boolean gives(String key) {
        return given.containsKey(key);
    }

    /** Whether a key is given, and not as it is by default: a resolved recipe gives every key. */
    boolean sets(String key, Stage stage) {
        return gives(key) && !key(key).initial().equals(stage.values().get(key));
    }

    /** Where a part of a key's list stands. */
    Place placeOf(String key, int part) {
        return gives(key) ? given.get(key).placeOf(Values.parts(given.get(key)).get(part)) : place;
    }

    /** Where a key stands; the stage's place where it is not given. */
    Place placeOf(String key) {
        return gives(key) ? given.get(key).place() : place;
    }
}
