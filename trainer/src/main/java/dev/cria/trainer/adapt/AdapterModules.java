package dev.cria.trainer.adapt;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which modules of a model an adapter's configuration speaks of. */
final class AdapterModules {

    private static final String WEIGHT = ".weight";

    private AdapterModules() {}

    /**
     * A linear module that is adapted.
     *
     * @param position in {@link LlamaLayer#LINEARS}
     */
    record Linear(int layer, int position, long out, long in) {

        /** {@code model.layers.0.self_attn.q_proj} for one. */
        String name() {
            return LlamaLayer.name(layer, LlamaLayer.LINEARS.get(position));
        }
    }

    /**
     * The linear modules that are adapted, in the order of the model.
     *
     * @throws UserException when there is none, or a layer that is named is not there
     */
    static List<Linear> adapted(LlamaConfig model, LoraConfig config) {
        for (int layer : config.layersToTransform()) {
            if (layer >= model.numLayers()) {
                throw new UserException(
                        "layers_to_transform holds %d, but the model's layers are 0 to %d"
                                .formatted(layer, model.numLayers() - 1));
            }
        }
        var shapes = LlamaTensors.of(model);
        List<Linear> linears = new ArrayList<>();
        for (int layer = 0; layer < model.numLayers(); layer++) {
            for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
                String module = LlamaLayer.LINEARS.get(i);
                if (config.adapts(layer, module)) {
                    long[] shape = shapes.get(LlamaLayer.name(layer, module) + WEIGHT).toArray();
                    linears.add(new Linear(layer, i, shape[0], shape[1]));
                }
            }
        }
        if (linears.isEmpty()) {
            throw new UserException(
                    "lora_target: %s names no linear module of the model; expected some of %s, or all"
                            .formatted(config.targetModules(), LlamaLayer.LINEARS));
        }
        return linears;
    }

    /**
     * The weights that are trained in full, by the model's names: the head has a name of its own
     * even where the model has it tied to the embeddings.
     *
     * @throws UserException when a word of the configuration names none
     */
    static List<String> saved(LlamaConfig model, LoraConfig config) {
        List<String> names = new ArrayList<>(LlamaTensors.of(model).keySet());
        if (model.tieWordEmbeddings()) {
            names.add(LlamaTensors.HEAD);
        }
        List<String> modules =
                names.stream().map(n -> n.substring(0, n.length() - WEIGHT.length())).toList();
        for (String word : config.modulesToSave()) {
            if (modules.stream().noneMatch(module -> module.endsWith(word))) {
                throw new UserException(
                        "modules_to_save: %s names no module of the model; expected some of %s"
                                .formatted(word, LoraConfig.ALL_SAVED));
            }
        }
        if (config.ensureWeightTying() && !model.tieWordEmbeddings()) {
            throw new UserException(
                    "ensure_weight_tying: embeddings and head of this model are two matrices; take it out");
        }
        return modules.stream().filter(config::saves).map(module -> module + WEIGHT).toList();
    }

    /** Whether a weight is the embeddings or the head. */
    static boolean isEnd(String weight) {
        return weight.equals(LlamaTensors.HEAD) || weight.equals(LlamaModel.EMBEDDING);
    }

    /** The weight of the model that a saved one begins as: a tied head is the embeddings. */
    static String origin(Map<String, ?> weights, String name) {
        return weights.containsKey(name) ? name : LlamaModel.EMBEDDING;
    }
}
