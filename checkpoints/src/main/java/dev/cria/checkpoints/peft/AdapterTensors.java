package dev.cria.checkpoints.peft;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and shapes of an adapter's tensors. */
final class AdapterTensors {

    private static final String PREFIX = "base_model.model.";

    /** Groups: module, layer, its path in the layer, what of it: A, B or the magnitudes. */
    private static final Pattern ADAPTED =
            Pattern.compile(
                    "base_model\\.model\\.(model\\.layers\\.(\\d{1,5})\\.((?:self_attn|mlp)\\.\\w+))"
                            + "\\.lora_(A\\.weight|B\\.weight|magnitude_vector)");

    private static final Pattern SAVED = Pattern.compile("base_model\\.model\\.(.+)\\.weight");

    private AdapterTensors() {}

    /** {@code module} is {@code model.layers.0.self_attn.q_proj} for one; factor is A or B. */
    static String name(String module, char factor) {
        return PREFIX + module + ".lora_" + factor + ".weight";
    }

    /** The magnitudes of DoRA. */
    static String magnitude(String module) {
        return PREFIX + module + ".lora_magnitude_vector";
    }

    /** A weight of the model that is saved in full. */
    static String saved(String weight) {
        return PREFIX + weight;
    }

    /** The module that a factor adapts; null if the tensor is none. */
    static String adaptedModule(String tensor) {
        Matcher name = ADAPTED.matcher(tensor);
        return name.matches() ? name.group(1) : null;
    }

    /**
     * Checks that the tensors are factors [rank, inputs] and [outputs, rank], magnitudes [outputs]
     * if the config says DoRA, and the modules to save.
     *
     * @throws UserException naming the first tensor that is not
     */
    static void check(LoraConfig config, Map<String, TensorInfo> tensors, String where) {
        Set<String> missing = new TreeSet<>(config.targetModules());
        Set<String> unsaved = new TreeSet<>(config.modulesToSave());
        for (TensorInfo tensor : tensors.values()) {
            Matcher name = ADAPTED.matcher(tensor.name());
            if (name.matches()) {
                checkAdapted(config, tensors, tensor, name, where);
                missing.removeIf(target -> ("." + name.group(1)).endsWith("." + target));
            } else {
                Matcher saved = SAVED.matcher(tensor.name());
                if (!saved.matches() || !isSaved(config, saved.group(1))) {
                    throw stranger(config, tensor, where);
                }
                unsaved.removeIf(saved.group(1)::endsWith);
            }
            if (!tensor.dtype().isFloat()) {
                throw new UserException(
                        "%s: tensor %s is %s, expected F32, F16 or BF16"
                                .formatted(where, tensor.name(), tensor.dtype()));
            }
        }
        if (!missing.isEmpty()) {
            throw new UserException(
                    "%s: no tensor adapts %s, which target_modules names"
                            .formatted(where, missing.iterator().next()));
        }
        if (!unsaved.isEmpty()) {
            throw new UserException(
                    "%s: no tensor is called %s, which modules_to_save names"
                            .formatted(where, unsaved.iterator().next()));
        }
    }

    private static boolean isSaved(LoraConfig config, String module) {
        boolean end = module.equals("lm_head") || module.equals("model.embed_tokens");
        return config.saves(module)
                || (end && config.ensureWeightTying() && !config.modulesToSave().isEmpty());
    }

    private static void checkAdapted(
            LoraConfig config,
            Map<String, TensorInfo> tensors,
            TensorInfo tensor,
            Matcher name,
            String where) {
        String module = name.group(1);
        boolean magnitude = name.group(4).equals("magnitude_vector");
        if (!config.adapts(Integer.parseInt(name.group(2)), name.group(3))
                || (magnitude && !config.dora())) {
            throw stranger(config, tensor, where);
        }
        if (magnitude) {
            if (tensor.shape().rank() != 1) {
                throw misshapen(tensor, where, "[outputs]");
            }
        } else {
            checkFactor(config, tensor, name.group(4).charAt(0), where);
        }
        require(tensors, name(module, 'A'), tensor, where);
        require(tensors, name(module, 'B'), tensor, where);
        if (config.dora()) {
            require(tensors, magnitude(module), tensor, where);
        }
    }

    private static void require(
            Map<String, TensorInfo> tensors, String other, TensorInfo tensor, String where) {
        if (!tensors.containsKey(other)) {
            throw new UserException(
                    "%s: tensor %s is missing, %s is there".formatted(where, other, tensor.name()));
        }
    }

    private static void checkFactor(
            LoraConfig config, TensorInfo tensor, char factor, String where) {
        Shape shape = tensor.shape();
        int rankDim = factor == 'A' ? 0 : 1;
        if (shape.rank() != 2 || shape.dims().get(rankDim) != config.rank()) {
            String expected = factor == 'A' ? "[rank, inputs]" : "[outputs, rank]";
            throw misshapen(tensor, where, expected + " with rank " + config.rank());
        }
    }

    private static UserException misshapen(TensorInfo tensor, String where, String expected) {
        return new UserException(
                "%s: tensor %s has shape %s, expected %s"
                        .formatted(where, tensor.name(), tensor.shape(), expected));
    }

    private static UserException stranger(LoraConfig config, TensorInfo tensor, String where) {
        return new UserException(
                "%s: tensor %s belongs to none of target_modules %s%s and modules_to_save %s"
                        .formatted(
                                where,
                                tensor.name(),
                                config.targetModules(),
                                config.layersToTransform().isEmpty()
                                        ? ""
                                        : " in layers " + config.layersToTransform(),
                                config.modulesToSave()));
    }
}
