package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a recipe out with every default; what it writes can be run again. */
public final class ResolvedRecipe {

    private ResolvedRecipe() {}

    /** The whole recipe as YAML. */
    public static String yaml(Recipe recipe) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", recipe.name());
        root.put("output_dir", recipe.outputDir().toString());
        root.put("seed", recipe.seed());
        root.put("threads", recipe.threads());
        put(root, recipe.recovery());
        put(root, recipe.tracking());
        root.put("stages", recipe.stages().stream().map(ResolvedRecipe::tree).toList());
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
        return new Dump(settings).dumpToString(escaped(root));
    }

    /**
     * What a stage depends on: each key's path and value, the recipe's seed among them. Two runs of
     * a stage with equal answers do the same.
     */
    public static Map<String, String> settings(Recipe recipe, Stage stage) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(recipe.seed()));
        settings.put("stage", stage.type());
        for (Key key : Schema.STAGES.get(stage.type())) {
            settings.put(key.path(), String.valueOf(written(stage.values().get(key.name()))));
        }
        return settings;
    }

    private static void put(Map<String, Object> root, Recovery recovery) {
        root.put("restarts", recovery.restarts());
        root.put("restart_backoff", recovery.backoff());
        root.put("restart_backoff_max", recovery.maxBackoff());
        root.put("restarts_without_progress", recovery.fruitless());
        root.put("hang_timeout", recovery.hangTimeout());
        root.put("hang_factor", recovery.hangFactor());
        root.put("first_step_timeout", recovery.firstStepTimeout());
    }

    private static void put(Map<String, Object> root, Tracking tracking) {
        boolean nobody = tracking.reportTo().isEmpty();
        root.put(
                "report_to",
                nobody ? List.of(Tracking.NOBODY) : new ArrayList<>(tracking.reportTo()));
        putUnlessEmpty(root, "mlflow_tracking_uri", tracking.server());
        putUnlessEmpty(root, "mlflow_experiment", tracking.experiment());
    }

    private static void putUnlessEmpty(Map<String, Object> root, String key, String text) {
        if (!text.isEmpty()) {
            root.put(key, text);
        }
    }

    /** The same of a stage that gives nothing; keys that must be given are left out. */
    static Map<String, String> defaults(String type) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Key key : Schema.STAGES.get(type)) {
            if (!key.required()) {
                settings.put(key.path(), String.valueOf(written(key.initial())));
            }
        }
        return settings;
    }

    /** A text that looks like a variable is none when it is read again. */
    private static Object escaped(Object value) {
        if (value instanceof String text) {
            return text.replace("${", "$${");
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(part -> copy.add(escaped(part)));
            return copy;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, part) -> copy.put(key, escaped(part)));
        return copy;
    }

    private static Map<String, Object> tree(Stage stage) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("stage", stage.type());
        root.put("name", stage.name());
        if (stage.round() > 0) {
            root.put("round", stage.round());
        }
        for (Key key : Schema.STAGES.get(stage.type())) {
            Object value = stage.values().get(key.name());
            if (!value.equals(Key.NONE)) {
                section(root, key.section()).put(key.name(), written(value));
            }
        }
        return root;
    }

    /**
     * Each list and map is one of its own: YAML would give a second mention of the same an anchor.
     */
    private static Object written(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        }
        if (!(value instanceof List<?> list)) {
            return value;
        }
        List<Object> copy = new ArrayList<>();
        list.forEach(o -> copy.add(part(o)));
        return copy;
    }

    private static Object part(Object part) {
        if (part instanceof Dataset data) {
            return data.tree();
        }
        if (part instanceof SourceChoice source) {
            return source.tree();
        }
        return part instanceof StepChoice step ? step.tree() : part;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> root, String name) {
        return name.isEmpty()
                ? root
                : (Map<String, Object>)
                        root.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }
}
