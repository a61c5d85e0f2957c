package dev.cria.recipes.convert;

import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stage that is being put together, and what could not be taken over. */
final class Draft {

    private final String stage;
    private final Map<String, Object> top = new LinkedHashMap<>();
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    Draft(String stage) {
        this.stage = stage;
    }

    void top(String key, Object value) {
        top.put(key, value);
    }

    /** Whether the stage has a key. */
    boolean has(String name) {
        return key(name) != null;
    }

    boolean gives(String name) {
        return given.containsKey(name);
    }

    /** What was put; null for nothing. */
    Object value(String name) {
        return given.get(name);
    }

    void put(String name, Object value) {
        given.put(name, value);
    }

    /** Values of keys that the stage has and that were not put. */
    void otherwise(Map<String, Object> usual) {
        usual.forEach(
                (name, value) -> {
                    if (has(name) && !gives(name)) {
                        put(name, value);
                    }
                });
    }

    /** Something of the other recipe that has no equivalent, and what to do. */
    void lost(String key, String why) {
        lost.add(key + ": " + why);
    }

    /** Something that Cria does otherwise, or without being told. */
    void done(String key, String why) {
        done.add(key + ": " + why);
    }

    Conversion end(String from) {
        Map<String, Object> root = new LinkedHashMap<>(top);
        root.put("stage", stage);
        for (Key key : Schema.STAGES.get(stage)) {
            Object value = given.get(key.name());
            if (value != null && key.section().isEmpty()) {
                root.put(key.name(), value);
            }
        }
        for (Key key : Schema.STAGES.get(stage)) {
            Object value = given.get(key.name());
            if (value != null && !key.section().isEmpty()) {
                section(root, key.section()).put(key.name(), value);
            }
        }
        return new Conversion(from, root, List.copyOf(lost), List.copyOf(done));
    }

    private Key key(String name) {
        return Schema.STAGES.get(stage).stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> root, String name) {
        return (Map<String, Object>)
                root.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
    }
}
