package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.tensors.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which tensors a model has. */
public final class LlamaTensors {

    private LlamaTensors() {}

    /** Names and shapes of all tensors of a model, in the order of the model. */
    public static Map<String, Shape> of(LlamaConfig config) {
        long width = config.hiddenSize();
        long feedForward = config.intermediateSize();
        long queries = (long) config.numHeads() * config.headDim();
        long keys = (long) config.numKvHeads() * config.headDim();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", Shape.of(config.vocabSize(), width));
        for (int i = 0; i < config.numLayers(); i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "input_layernorm.weight", Shape.of(width));
            shapes.put(layer + "self_attn.q_proj.weight", Shape.of(queries, width));
            shapes.put(layer + "self_attn.k_proj.weight", Shape.of(keys, width));
            shapes.put(layer + "self_attn.v_proj.weight", Shape.of(keys, width));
            shapes.put(layer + "self_attn.o_proj.weight", Shape.of(width, queries));
            shapes.put(layer + "post_attention_layernorm.weight", Shape.of(width));
            shapes.put(layer + "mlp.gate_proj.weight", Shape.of(feedForward, width));
            shapes.put(layer + "mlp.up_proj.weight", Shape.of(feedForward, width));
            shapes.put(layer + "mlp.down_proj.weight", Shape.of(width, feedForward));
        }
        shapes.put("model.norm.weight", Shape.of(width));
        if (!config.tieWordEmbeddings()) {
            shapes.put("lm_head.weight", Shape.of(config.vocabSize(), width));
        }
        return shapes;
    }
}
