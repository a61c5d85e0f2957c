package dev.cria.recipes.recipe;

import java.util.List;

/**
 * A key of a stage.
 *
 * @param section the second level of the recipe; empty for keys beside {@code stage}
 * @param initial the default; null where the key must be given, {@link #NONE} where it may lack
 * @param choices the words of {@link Kind#CHOICE} and {@link Kind#CHOICES}
 * @param min the least number that makes sense
 * @param max the largest number that makes sense
 * @param documentation one line for messages and the reference of keys
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

    /** Default of a path that may be left out and then has no value. */
    public static final Object NONE = "";

    static Key of(String section, String name, Kind kind, Object initial, String documentation) {
        double max = kind == Kind.INTEGER ? Integer.MAX_VALUE : Double.MAX_VALUE;
        Object value = initial instanceof Integer whole ? (Object) whole.longValue() : initial;
        return new Key(section, name, kind, value, List.of(), 0, max, documentation);
    }

    Key oneOf(String... words) {
        return new Key(section, name, kind, initial, List.of(words), min, max, documentation);
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

    /** Where the key belongs, for messages. */
    String home() {
        return section.isEmpty() ? "beside 'stage'" : "in section " + section;
    }
}
