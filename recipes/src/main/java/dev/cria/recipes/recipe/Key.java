package dev.cria.recipes.recipe;

import java.util.List;

/**
 * A key of a stage.
 *
 * @param section the second level of the recipe; empty for keys beside {@code stage}
 * @param initial the default; null where the key must be given, {@link #OPTIONAL} where it may lack
 * @param choices the words of a {@link Kind#CHOICE}
 * @param min the least number that makes sense
 * @param max the largest number that makes sense
 */
public record Key(
        String section,
        String name,
        Kind kind,
        Object initial,
        List<String> choices,
        double min,
        double max,
        String documentation) {

    /** Default of a key that may be left out and then has no value. */
    public static final Object OPTIONAL = "";

    static Key of(String section, String name, Kind kind, Object initial, String documentation) {
        Object value = initial instanceof Integer whole ? (Object) whole.longValue() : initial;
        return new Key(section, name, kind, value, List.of(), 0, Double.MAX_VALUE, documentation);
    }

    static Key choice(
            String section, String name, String initial, String documentation, String... choices) {
        return new Key(section, name, Kind.CHOICE, initial, List.of(choices), 0, 0, documentation);
    }

    Key between(double least, double largest) {
        return new Key(section, name, kind, initial, choices, least, largest, documentation);
    }

    /** Whether a recipe that lacks the key is wrong. */
    public boolean required() {
        return initial == null;
    }

    /** {@code section.name}, or the name alone. */
    public String path() {
        return section.isEmpty() ? name : section + "." + name;
    }
}
