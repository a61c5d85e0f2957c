package dev.cria.recipes.recipe;

import dev.cria.checkpoints.Spelling;
import java.util.Collection;
import java.util.Optional;

/** Finds what somebody may have meant in a recipe. */
public final class Nearest {

    private Nearest() {}

    /** The nearest of some names; empty where none is near. */
    public static Optional<String> of(String word, Collection<String> names) {
        return Spelling.nearest(word, names);
    }

    /** The nearest name as the end of a sentence; empty where none is near. */
    public static String hint(String word, Collection<String> names) {
        return of(word, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** The same; where none is near, all of them. */
    public static String hintOrAll(String word, Collection<String> names) {
        String hint = hint(word, names);
        return hint.isEmpty() ? "; there are " + String.join(", ", names) : hint;
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        return Spelling.distance(a, b);
    }
}
