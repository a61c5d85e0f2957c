package dev.cria.recipes.sweep;

import dev.cria.recipes.recipe.Recipe;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param label its values, as the name of its folder
 * @param chosen the value of each swept key
 * @param recipe what it runs
 */
public record SweepPoint(String label, Map<String, String> chosen, Recipe recipe) {}
