package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The weights of one transformer layer, in the order of {@link #TENSORS}.
 *
 * @param weights nine arrays: norms [D], projections [out, in]
 */
public record LlamaLayer(List<NDArray> weights) {

    /**
     * Names of the layer's tensors after {@code model.layers.N.}, in the order kernels take them.
     */
    public static final List<String> TENSORS =
            List.of(
                    "input_layernorm.weight",
                    "self_attn.q_proj.weight",
                    "self_attn.k_proj.weight",
                    "self_attn.v_proj.weight",
                    "self_attn.o_proj.weight",
                    "post_attention_layernorm.weight",
                    "mlp.gate_proj.weight",
                    "mlp.up_proj.weight",
                    "mlp.down_proj.weight");

    /** Paths of the linear modules of a layer, in the order kernels take low-rank factors. */
    public static final List<String> LINEARS =
            List.of(
                    "self_attn.q_proj",
                    "self_attn.k_proj",
                    "self_attn.v_proj",
                    "self_attn.o_proj",
                    "mlp.gate_proj",
                    "mlp.up_proj",
                    "mlp.down_proj");

    /** Position in {@link #TENSORS} of the weight of each of {@link #LINEARS}. */
    static final int[] LINEAR_WEIGHTS = {1, 2, 3, 4, 6, 7, 8};

    /** The full name of a tensor of layer {@code index}. */
    public static String name(int index, String tensor) {
        return "model.layers." + index + "." + tensor;
    }

    /** The layer that a full name belongs to. */
    public static int index(String name) {
        int start = "model.layers.".length();
        return Integer.parseInt(name.substring(start, name.indexOf('.', start)));
    }

    /** The weight of a linear module, by its position in {@link #LINEARS}. */
    public NDArray linear(int module) {
        return weights.get(LINEAR_WEIGHTS[module]);
    }
}
