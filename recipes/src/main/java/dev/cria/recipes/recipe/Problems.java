package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with a recipe, so that all of it can be told at once. */
final class Problems {

    private static final Comparator<Entry> IN_ORDER =
            Comparator.comparingInt((Entry entry) -> entry.place().line())
                    .thenComparingInt(entry -> entry.place().column());

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Place place, String what) {}

    /** What is wrong in several rounds with the same words is told once. */
    void add(Place place, String what) {
        Entry entry = new Entry(place, what);
        if (!entries.contains(entry)) {
            entries.add(entry);
        }
    }

    /** Throws all problems, in the order of the file; does nothing where there are none. */
    void throwIfAny() {
        if (!entries.isEmpty()) {
            throw new RecipeException(
                    entries.stream()
                            .sorted(IN_ORDER)
                            .map(entry -> entry.place() + ": " + entry.what())
                            .toList());
        }
    }
}
