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
    private static final Pattern NAME =
            Pattern.compile(
                    "base_model\\.model\\.(model\\.layers\\.\\d{1,5}\\.(?:self_attn|mlp)\\.(\\w+))"
                            + "\\.lora_([AB])\\.weight");

    private AdapterTensors() {}

    /** {@code module} is {@code model.layers.0.self_attn.q_proj} for one; factor is A or B. */
    static String name(String module, char factor) {
        return PREFIX + module + ".lora_" + factor + ".weight";
    }

    /**
     * Checks that the tensors are pairs of factors [rank, inputs] and [outputs, rank].
     *
     * @throws UserException naming the first tensor that is not
     */
    static void check(LoraConfig config, Map<String, TensorInfo> tensors, String where) {
        Set<String> adapted = new TreeSet<>();
        for (TensorInfo tensor : tensors.values()) {
            Matcher name = NAME.matcher(tensor.name());
            if (!name.matches() || !config.targetModules().contains(name.group(2))) {
                throw new UserException(
                        "%s: tensor %s is no LoRA factor of target_modules %s"
                                .formatted(where, tensor.name(), config.targetModules()));
            }
            checkFactor(config, tensor, name.group(3).charAt(0), where);
            String other = name(name.group(1), name.group(3).equals("A") ? 'B' : 'A');
            if (!tensors.containsKey(other)) {
                throw new UserException(
                        "%s: tensor %s is missing, %s is there"
                                .formatted(where, other, tensor.name()));
            }
            adapted.add(name.group(2));
        }
        for (String target : config.targetModules()) {
            if (!adapted.contains(target)) {
                throw new UserException(
                        "%s: no tensor adapts %s, which target_modules names"
                                .formatted(where, target));
            }
        }
    }

    private static void checkFactor(
            LoraConfig config, TensorInfo tensor, char factor, String where) {
        Shape shape = tensor.shape();
        int rankDim = factor == 'A' ? 0 : 1;
        if (shape.rank() != 2 || shape.dims().get(rankDim) != config.rank()) {
            throw new UserException(
                    "%s: tensor %s has shape %s, expected %s with rank %d"
                            .formatted(
                                    where,
                                    tensor.name(),
                                    shape,
                                    factor == 'A' ? "[rank, inputs]" : "[outputs, rank]",
                                    config.rank()));
        }
        if (!tensor.dtype().isFloat()) {
            throw new UserException(
                    "%s: tensor %s is %s, expected F32, F16 or BF16"
                            .formatted(where, tensor.name(), tensor.dtype()));
        }
    }
}
