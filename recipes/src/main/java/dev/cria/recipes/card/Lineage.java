package dev.cria.recipes.card;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a model comes from.
 *
 * @param base the model that the run began with; null where it was trained from random weights
 * @param stages of the run that made the model and its adapters, in the order they ran
 */
record Lineage(Path base, List<Stage> stages) {

    private static final List<String> WITH_ADAPTERS =
            List.of(
                    "sft",
                    "dpo",
                    "grpo",
                    "ppo",
                    "rm",
                    "distill",
                    "rejection_sampling",
                    "synthesize",
                    "merge",
                    "export",
                    "generate");

    /**
     * Goes back from what a stage uses to what was there before the run.
     *
     * @param adapted whether the adapters of the last stage count
     */
    static Lineage of(Recipe recipe, Stage last, boolean adapted) {
        Set<Stage> found = new LinkedHashSet<>();
        List<Path> left = new ArrayList<>(inputs(last, adapted));
        Path base = null;
        while (!left.isEmpty()) {
            Path path = left.remove(0);
            Optional<Stage> maker = maker(recipe, path);
            if (maker.isEmpty()) {
                base = base == null ? path : base;
            } else if (found.add(maker.get())) {
                left.addAll(inputs(maker.get(), true));
            }
        }
        List<Stage> ordered = new ArrayList<>(recipe.stages());
        ordered.retainAll(found);
        return new Lineage(base, Collections.unmodifiableList(ordered));
    }

    /** The model first. */
    private static List<Path> inputs(Stage stage, boolean adapted) {
        List<Path> inputs = new ArrayList<>();
        boolean hasModel = stage.values().containsKey("model_name_or_path");
        if (hasModel && stage.path("model_name_or_path") != null) {
            inputs.add(stage.path("model_name_or_path"));
        }
        if (adapted && WITH_ADAPTERS.contains(stage.type())) {
            inputs.addAll(stage.paths("adapter_name_or_path"));
        }
        if (stage.type().equals("merge")) {
            inputs.addAll(stage.paths("models"));
            if (stage.path("checkpoints") != null) {
                inputs.add(stage.path("checkpoints"));
            }
        }
        return inputs;
    }

    private static Optional<Stage> maker(Recipe recipe, Path path) {
        Path checkpoints = recipe.outputDir().resolve("checkpoints");
        return recipe.stages().stream()
                .filter(
                        stage ->
                                path.startsWith(recipe.outputDir().resolve(stage.name()))
                                        || path.startsWith(checkpoints.resolve(stage.name())))
                .findFirst();
    }
}
