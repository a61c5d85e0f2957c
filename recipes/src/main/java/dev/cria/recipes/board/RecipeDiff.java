package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys of two runs differ. Paths in their own folders are taken for the same. */
final class RecipeDiff {

    private RecipeDiff() {}

    /** Keys that differ with both values, in the order of the recipes; empty where one lacks it. */
    static ArrayNode of(Path one, Path other) {
        Map<String, String> left = flat(one);
        Map<String, String> right = flat(other);
        Set<String> keys = new LinkedHashSet<>(left.keySet());
        keys.addAll(right.keySet());
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (String key : keys) {
            String a = left.getOrDefault(key, "");
            String b = right.getOrDefault(key, "");
            if (!a.equals(b)) {
                rows.addObject().put("key", key).put("a", a).put("b", b);
            }
        }
        return rows;
    }

    private static Map<String, String> flat(Path run) {
        Map<String, Object> recipe = Records.recipe(run);
        String own = String.valueOf(recipe.get("output_dir"));
        Map<String, String> values = new LinkedHashMap<>();
        recipe.forEach(
                (key, value) -> {
                    if (key.equals("stages") && value instanceof List<?> stages) {
                        stages.forEach(stage -> addStage(stage, own, values));
                    } else if (!key.equals("output_dir")) {
                        add(key, value, own, values);
                    }
                });
        return values;
    }

    private static void addStage(Object stage, String own, Map<String, String> values) {
        if (stage instanceof Map<?, ?> map) {
            String name = String.valueOf(map.get("name"));
            map.forEach(
                    (key, value) -> {
                        if (!key.equals("name")) {
                            add(name + "." + key, value, own, values);
                        }
                    });
        }
    }

    private static void add(String key, Object value, String own, Map<String, String> values) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, part) -> add(key + "." + name, part, own, values));
        } else {
            values.put(key, String.valueOf(value).replace(own + "/", "${output_dir}/"));
        }
    }
}
