package dev.cria.recipes.reference;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Nearest;
import dev.cria.recipes.recipe.Schema;
import dev.cria.recipes.recipe.UsualValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code cria explain} says: about a key, a section or a stage. */
public final class Explanation {

    private static final int NAME = 30;

    private Explanation() {}

    /**
     * About a word.
     *
     * @throws UserException where nothing has this name, with the nearest that there is
     */
    public static String of(String word) {
        List<KeyEntry> keys = KeyIndex.find(word);
        List<KeyEntry> section = KeyIndex.section(word);
        List<String> parts = new ArrayList<>();
        keys.forEach(entry -> parts.add(key(entry)));
        if (Schema.STAGES.containsKey(word)) {
            parts.add(stage(word));
        } else if (!word.isEmpty() && !section.isEmpty()) {
            parts.add(section(word, section));
        }
        if (parts.isEmpty()) {
            throw new UserException(
                    "no key, section or stage is called '%s'%s; 'cria explain' lists the stages, docs/keys.md all keys"
                            .formatted(word, Nearest.hint(word, names())));
        }
        return String.join("\n", parts);
    }

    /** All stages, with their sections. */
    public static String overview() {
        StringBuilder text = new StringBuilder("Keys of a recipe as a whole:\n");
        Schema.TOP.forEach(key -> line(text, key.name(), key.documentation()));
        text.append("\nStages and their sections:\n");
        Schema.STAGES.forEach(
                (stage, keys) -> line(text, stage, String.join(", ", sections(keys).keySet())));
        text.append("\n'cria explain NAME' tells about a stage, a section or a key.\n");
        return text.toString();
    }

    private static String key(KeyEntry entry) {
        Key key = entry.key();
        boolean whole = entry.stages().isEmpty();
        StringBuilder text = new StringBuilder(key.path()).append('\n');
        fact(text, "what it says", key.documentation());
        fact(text, "type", entry.type());
        fact(text, "default", entry.defaults());
        UsualValues.of(key.name()).ifPresent(usual -> fact(text, "usual", usual));
        fact(
                text,
                "stands",
                whole
                        ? "beside stage or stages"
                        : (key.section().isEmpty() ? "beside stage" : "in section " + key.section())
                                + " of "
                                + String.join(", ", entry.stageNames()));
        if (!whole && !entry.aliases().isEmpty()) {
            fact(text, "also read as", String.join(", ", entry.aliases()));
        }
        fact(text, "on the command line", key.name() + "=…");
        return text.toString();
    }

    private static String section(String name, List<KeyEntry> entries) {
        StringBuilder text = new StringBuilder("section " + name + "\n");
        entries.forEach(
                entry ->
                        line(
                                text,
                                entry.key().name(),
                                "%s (%s)"
                                        .formatted(
                                                entry.key().documentation(),
                                                String.join(", ", entry.stageNames()))));
        return text.toString();
    }

    private static String stage(String type) {
        StringBuilder text = new StringBuilder("stage " + type + "\n");
        sections(Schema.STAGES.get(type))
                .forEach(
                        (section, keys) -> {
                            text.append(section).append('\n');
                            keys.forEach(key -> line(text, key.name(), key.documentation()));
                        });
        return text.toString();
    }

    private static Map<String, List<Key>> sections(List<Key> keys) {
        Map<String, List<Key>> sections = new LinkedHashMap<>();
        for (Key key : keys) {
            String name = key.section().isEmpty() ? "(beside stage)" : key.section();
            sections.computeIfAbsent(name, s -> new ArrayList<>()).add(key);
        }
        return sections;
    }

    private static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(Schema.STAGES.keySet());
        KeyIndex.ALL.forEach(
                entry -> {
                    names.add(entry.key().name());
                    names.add(entry.key().path());
                    names.addAll(entry.aliases());
                });
        names.addAll(KeyIndex.bySection().keySet());
        names.remove("");
        return names;
    }

    private static void fact(StringBuilder text, String label, String value) {
        text.append("  ").append(label).append(" ".repeat(21 - label.length()));
        text.append(value).append('\n');
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append("  ").append(name);
        text.append(" ".repeat(Math.max(1, NAME - name.length()))).append(what).append('\n');
    }
}
