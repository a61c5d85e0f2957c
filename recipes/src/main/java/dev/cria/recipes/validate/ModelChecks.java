package dev.cria.recipes.validate;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether models and adapters that a recipe names, and that are there already, are what they should
 * be. Headers are read, no weights.
 */
public final class ModelChecks {

    private static final String PREFIX = "base_model.model.";

    private ModelChecks() {}

    /**
     * Refuses a recipe with a model, an adapter or a device that cannot be used.
     *
     * @throws UserException with all that is wrong
     */
    public static void require(Recipe recipe) {
        Set<String> problems = new LinkedHashSet<>();
        for (Stage stage : recipe.stages()) {
            problems.addAll(of(stage));
            DeviceChecks.impossible(stage).ifPresent(problems::add);
        }
        Problems.throwIfAny(List.copyOf(problems));
    }

    /** What is wrong with those of a stage. */
    static List<String> of(Stage stage) {
        List<String> problems = new ArrayList<>();
        Path model = pathOf(stage, "model_name_or_path");
        if (model == null) {
            return problems;
        }
        try (HuggingFaceFolder base = HuggingFaceFolder.open(model)) {
            if (stage.has("adapter_name_or_path")) {
                stage.paths("adapter_name_or_path").stream()
                        .filter(Files::exists)
                        .forEach(adapter -> check(base, adapter, problems));
            }
        } catch (UserException wrong) {
            problems.add(wrong.getMessage());
        }
        Path rewarding = stage.has("reward_model") ? pathOf(stage, "reward_model") : null;
        if (rewarding != null && !Files.exists(rewarding.resolve(PeftAdapter.CONFIG))) {
            try (HuggingFaceFolder folder = HuggingFaceFolder.open(rewarding)) {
                folder.config();
            } catch (UserException wrong) {
                problems.add(wrong.getMessage());
            }
        }
        return problems;
    }

    private static Path pathOf(Stage stage, String key) {
        Path path = stage.has(key) ? stage.path(key) : null;
        return path != null && Files.exists(path) ? path : null;
    }

    private static void check(HuggingFaceFolder base, Path folder, List<String> problems) {
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            Map<String, TensorInfo> weights = base.tensors().tensors();
            for (TensorInfo factor : adapter.tensors().tensors().values()) {
                String why = misfit(factor, weights);
                if (why != null) {
                    problems.add(
                            "%s: tensor %s %s; it was trained on another model than %s: give the one that it names (%s), or train an adapter anew"
                                    .formatted(
                                            folder,
                                            factor.name(),
                                            why,
                                            base.folder(),
                                            adapter.config().baseModel()));
                    return;
                }
            }
        } catch (UserException wrong) {
            problems.add(wrong.getMessage());
        }
    }

    /** Why a factor does not fit the weight that it changes; null where it does. */
    private static String misfit(TensorInfo factor, Map<String, TensorInfo> weights) {
        boolean first = factor.name().endsWith(".lora_A.weight");
        if (!first && !factor.name().endsWith(".lora_B.weight")) {
            return null;
        }
        String module =
                factor.name()
                        .substring(
                                PREFIX.length(),
                                factor.name().length() - ".lora_A.weight".length());
        TensorInfo weight = weights.get(module + ".weight");
        if (weight == null) {
            return "has no place in the model";
        }
        long[] own = factor.shape().toArray();
        long[] needed = weight.shape().toArray();
        boolean fits = first ? own[1] == needed[1] : own[0] == needed[0];
        return fits
                ? null
                : "has %d %s, the weight that it changes %d"
                        .formatted(
                                first ? own[1] : own[0],
                                first ? "columns" : "rows",
                                first ? needed[1] : needed[0]);
    }
}
