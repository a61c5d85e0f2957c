package dev.cria.recipes.recipe;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaPresets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What {@code model.preset} gives the keys of the shape in the place of their defaults. */
final class Presets {

    /** The choice of no preset. */
    static final String NONE = "none";

    /** The keys that a preset gives. */
    static final List<String> KEYS =
            List.copyOf(values(LlamaPresets.ALL.values().iterator().next()).keySet());

    private Presets() {}

    /** The choices. */
    static String[] names() {
        return Stream.concat(Stream.of(NONE), LlamaPresets.ALL.keySet().stream())
                .toArray(String[]::new);
    }

    /** The value of a key that is not given. */
    static Object initial(Draft draft, Key key) {
        return values(draft).getOrDefault(key.name(), key.initial());
    }

    /** What the preset of a draft gives; nothing where it has none. */
    static Map<String, Object> values(Draft draft) {
        Given preset = draft.given().get("preset");
        if (preset == null || !(preset.value() instanceof ScalarNode name)) {
            return Map.of();
        }
        LlamaConfig shape = LlamaPresets.ALL.get(name.getValue());
        return shape == null ? Map.of() : values(shape);
    }

    private static Map<String, Object> values(LlamaConfig shape) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("hidden_size", (long) shape.hiddenSize());
        values.put("intermediate_size", (long) shape.intermediateSize());
        values.put("num_hidden_layers", (long) shape.numLayers());
        values.put("num_attention_heads", (long) shape.numHeads());
        values.put("num_key_value_heads", (long) shape.numKvHeads());
        values.put("head_dim", (long) shape.headDim());
        values.put("rope_theta", shape.rope().theta());
        values.put(
                "rope_scaling_factor",
                shape.rope().scaling() == null ? 1.0 : shape.rope().scaling().factor());
        values.put("tie_word_embeddings", shape.tieWordEmbeddings());
        values.put("max_position_embeddings", (long) shape.maxPositionEmbeddings());
        return values;
    }
}
