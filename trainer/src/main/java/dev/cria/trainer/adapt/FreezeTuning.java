package dev.cria.trainer.adapt;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Training of a few layers of a model, as LLaMA-Factory names them.
 *
 * @param trainableLayers how many of the last layers train; of the first where negative
 * @param trainableModules what trains of these: modules of a layer, such as {@code mlp}, {@code
 *     q_proj} or {@code input_layernorm}, or {@code all}
 * @param extraModules what trains outside of layers: {@code embed_tokens}, {@code norm}, {@code
 *     lm_head}
 */
public record FreezeTuning(
        int trainableLayers, List<String> trainableModules, List<String> extraModules) {

    /** Every part of a layer. */
    public static final String ALL = "all";

    /** What may train outside of layers, with its weight. */
    private static final Map<String, String> EXTRA =
            Map.of(
                    "embed_tokens", LlamaModel.EMBEDDING,
                    "norm", LlamaModel.FINAL_NORM,
                    "lm_head", LlamaModel.HEAD);

    /** The words for parts of a layer. */
    public static List<String> layerModules() {
        Set<String> words = new LinkedHashSet<>(List.of(ALL));
        for (String tensor : LlamaLayer.TENSORS) {
            String module = tensor.substring(0, tensor.lastIndexOf('.'));
            words.add(module.contains(".") ? module.substring(0, module.indexOf('.')) : module);
        }
        for (String linear : LlamaLayer.LINEARS) {
            words.add(linear.substring(linear.indexOf('.') + 1));
        }
        return List.copyOf(words);
    }

    /** The words for what lies outside of layers. */
    public static List<String> otherModules() {
        return EXTRA.keySet().stream().sorted().toList();
    }

    /**
     * The weights of a model that train; of a reward model its head in any case.
     *
     * @throws UserException when a word names nothing of the model, or nothing trains
     */
    public Set<String> unfrozen(LlamaConfig model) {
        Set<String> names = new LinkedHashSet<>();
        for (int layer : layers(model)) {
            for (String module : trainableModules) {
                List<String> tensors = tensors(module);
                if (tensors.isEmpty()) {
                    throw unknown("freeze_trainable_modules", module, layerModules());
                }
                tensors.forEach(tensor -> names.add(LlamaLayer.name(layer, tensor)));
            }
        }
        if (model.scores()) {
            names.add(LlamaModel.SCORE);
        }
        for (String module : extraModules) {
            String name = EXTRA.get(module);
            if (name == null) {
                throw unknown("freeze_extra_modules", module, otherModules());
            }
            if (!LlamaTensors.of(model).containsKey(name)) {
                throw new UserException(
                        model.scores()
                                ? "freeze_extra_modules: a reward model has no lm_head; its own head trains in any case"
                                : "freeze_extra_modules: the head of this model is its embeddings; name embed_tokens instead of "
                                        + module);
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw new UserException(
                    "nothing trains: freeze_trainable_layers is 0 and freeze_extra_modules names nothing");
        }
        return names;
    }

    private List<Integer> layers(LlamaConfig model) {
        int count = Math.min(Math.abs(trainableLayers), model.numLayers());
        int first = trainableLayers > 0 ? model.numLayers() - count : 0;
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(first + i);
        }
        return layers;
    }

    private static List<String> tensors(String module) {
        return LlamaLayer.TENSORS.stream()
                .filter(t -> module.equals(ALL) || ("." + t).contains("." + module + "."))
                .toList();
    }

    private static UserException unknown(String key, String module, List<String> known) {
        return new UserException(
                "%s: the model has no '%s'; choose from %s"
                        .formatted(key, module, String.join(", ", known)));
    }
}
