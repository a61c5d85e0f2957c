package dev.cria.recipes.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a recipe out with every default. */
public final class ResolvedRecipe {

    private ResolvedRecipe() {}

    /** The recipe as YAML that can be run again. */
    public static String yaml(Recipe recipe) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", recipe.name());
        root.put("output_dir", recipe.outputDir().toString());
        root.put("seed", recipe.seed());
        root.put("threads", recipe.threads());
        root.put("stages", recipe.stages().stream().map(ResolvedRecipe::tree).toList());
        return dump(root);
    }

    /** One stage, for comparison with an earlier run. */
    public static String yaml(Stage stage) {
        return dump(tree(stage));
    }

    private static Map<String, Object> tree(Stage stage) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("stage", stage.type());
        root.put("name", stage.name());
        for (Key key : Schema.STAGES.get(stage.type())) {
            Object value = stage.values().get(key.name());
            if (value.equals(Key.OPTIONAL) || value.equals(List.of())) {
                continue;
            }
            section(root, key.section()).put(key.name(), value);
        }
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> root, String name) {
        return name.isEmpty()
                ? root
                : (Map<String, Object>)
                        root.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }

    private static String dump(Map<String, Object> root) {
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
        return new Dump(settings).dumpToString(root);
    }
}
