package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.huggingface.LlamaTensors;
import java.util.Map;

/** What llama.cpp calls the tensors of a Llama model. */
final class GgufNames {

    /** By what llama.cpp divides the rotary frequencies, [headDim/2]. */
    static final String ROPE_FACTORS = "rope_freqs.weight";

    private static final String WEIGHT = ".weight";

    private static final Map<String, String> LAYER =
            Map.of(
                    LlamaTensors.INPUT_NORM, "attn_norm",
                    LlamaTensors.Q, "attn_q",
                    LlamaTensors.K, "attn_k",
                    LlamaTensors.V, "attn_v",
                    LlamaTensors.O, "attn_output",
                    LlamaTensors.POST_ATTENTION_NORM, "ffn_norm",
                    LlamaTensors.GATE, "ffn_gate",
                    LlamaTensors.UP, "ffn_up",
                    LlamaTensors.DOWN, "ffn_down");

    private GgufNames() {}

    /** From {@code model.layers.3.mlp.up_proj.weight} to {@code blk.3.ffn_up.weight}, and so on. */
    static String of(String huggingFaceName) {
        return switch (huggingFaceName) {
            case LlamaTensors.EMBEDDING -> "token_embd.weight";
            case LlamaTensors.FINAL_NORM -> "output_norm.weight";
            case LlamaTensors.HEAD -> "output.weight";
            default -> ofLayer(huggingFaceName);
        };
    }

    private static String ofLayer(String name) {
        String[] parts = name.split("\\.", 4);
        return "blk." + parts[2] + "." + LAYER.get(parts[3].replace(WEIGHT, "")) + WEIGHT;
    }
}
