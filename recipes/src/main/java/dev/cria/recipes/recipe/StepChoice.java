package dev.cria.recipes.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step of curation as a recipe names it.
 *
 * @param name of the step
 * @param given what the recipe sets, by the names of the step's parameters: Boolean, Long, Double,
 *     String or a list of String; files as absolute paths
 */
public record StepChoice(String name, Map<String, Object> given) {

    /** Copies the map, in its order. */
    public StepChoice {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /** The step as a recipe writes it: the name alone where that says everything. */
    Object tree() {
        if (given.isEmpty()) {
            return name;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(name, new LinkedHashMap<>(given));
        return tree;
    }
}
