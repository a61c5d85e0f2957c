package dev.cria.recipes.reference;

import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All keys of recipes, those that mean the same in several stages together. */
public final class KeyIndex {

    /** Keys of the whole recipe, then those of stages as they come. */
    public static final List<KeyEntry> ALL = all();

    private KeyIndex() {}

    /** Keys that a word names: a leaf, or {@code section.leaf}, or {@code stage.leaf}. */
    public static List<KeyEntry> find(String word) {
        int dot = word.lastIndexOf('.');
        String leaf = word.substring(dot + 1);
        String front = dot < 0 ? "" : word.substring(0, dot);
        return ALL.stream()
                .filter(entry -> entry.key().name().equals(leaf) || entry.aliases().contains(leaf))
                .filter(entry -> stands(entry, front))
                .toList();
    }

    /** Keys of a section of any stage. */
    public static List<KeyEntry> section(String name) {
        return ALL.stream().filter(entry -> entry.key().section().equals(name)).toList();
    }

    /** Keys by section, in the order of the reference; those beside {@code stage} under "". */
    static Map<String, List<KeyEntry>> bySection() {
        Map<String, List<KeyEntry>> sections = new LinkedHashMap<>();
        ALL.stream()
                .filter(entry -> !entry.stages().isEmpty())
                .forEach(
                        entry ->
                                sections.computeIfAbsent(
                                                entry.key().section(), s -> new ArrayList<>())
                                        .add(entry));
        return sections;
    }

    private static boolean stands(KeyEntry entry, String front) {
        String section = entry.key().section();
        return front.isEmpty()
                || front.equals(section)
                || entry.stages().containsKey(front)
                || entry.stages().keySet().stream().anyMatch(s -> front.equals(s + "." + section));
    }

    private static List<KeyEntry> all() {
        List<KeyEntry> entries = new ArrayList<>();
        Schema.TOP.forEach(key -> entries.add(KeyEntry.of(key)));
        Schema.STAGES.forEach((stage, keys) -> keys.forEach(key -> add(entries, stage, key)));
        return List.copyOf(entries);
    }

    private static void add(List<KeyEntry> entries, String stage, Key key) {
        KeyEntry entry =
                entries.stream()
                        .filter(other -> !other.stages().isEmpty() && other.isLike(key))
                        .findFirst()
                        .orElse(null);
        if (entry == null) {
            entry = KeyEntry.of(key);
            entries.add(entry);
        }
        entry.stages().put(stage, key);
    }
}
