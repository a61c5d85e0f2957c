package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.tensors.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * config.json: read in the style of transformers 4 ({@code rope_theta}, {@code rope_scaling},
 * {@code torch_dtype}) and 5 ({@code rope_parameters}, {@code dtype}); written so that both can
 * read it.
 */
public final class LlamaConfigJson {

    private static final JsonMapper JSON = new JsonMapper();

    private LlamaConfigJson() {}

    /** Reads and checks a config.json. */
    public static LlamaConfig read(Path file) {
        JsonFields fields = new JsonFields(file, tree(file));
        if (!fields.text("model_type", "").equals("llama")) {
            throw fields.wrong("model_type", "\"llama\": Cria trains Llama 3 models");
        }
        if (fields.flag("attention_bias", false) || fields.flag("mlp_bias", false)) {
            throw fields.wrong("attention_bias", "false: Llama 3 has no biases");
        }
        if (!fields.text("hidden_act", "silu").equals("silu")) {
            throw fields.wrong("hidden_act", "\"silu\"");
        }
        int hidden = fields.integer("hidden_size");
        int heads = fields.integer("num_attention_heads");
        int kvHeads = fields.integer("num_key_value_heads", heads);
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw fields.wrong("num_key_value_heads", "a divisor of the %d heads".formatted(heads));
        }
        return new LlamaConfig(
                fields.integer("vocab_size"),
                hidden,
                fields.integer("intermediate_size"),
                fields.integer("num_hidden_layers"),
                heads,
                kvHeads,
                fields.integer("head_dim", hidden / heads),
                fields.number("rms_norm_eps", 1e-5),
                rope(fields),
                fields.flag("tie_word_embeddings", false),
                fields.integer("max_position_embeddings", 8192),
                fields.number("initializer_range", 0.02),
                fields.absent("bos_token_id")
                        ? null
                        : Integer.valueOf(fields.integer("bos_token_id")),
                eos(fields.node().path("eos_token_id")),
                fields.absent("pad_token_id")
                        ? null
                        : Integer.valueOf(fields.integer("pad_token_id")),
                dtype(fields));
    }

    /** Writes a config.json. */
    public static void write(Path file, LlamaConfig config) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add("LlamaForCausalLM");
        root.put("model_type", "llama");
        root.put("attention_bias", false);
        root.put("attention_dropout", 0.0);
        root.put("mlp_bias", false);
        root.put("hidden_act", "silu");
        root.put("vocab_size", config.vocabSize());
        root.put("hidden_size", config.hiddenSize());
        root.put("intermediate_size", config.intermediateSize());
        root.put("num_hidden_layers", config.numLayers());
        root.put("num_attention_heads", config.numHeads());
        root.put("num_key_value_heads", config.numKvHeads());
        root.put("head_dim", config.headDim());
        root.put("rms_norm_eps", config.rmsNormEps());
        root.put("max_position_embeddings", config.maxPositionEmbeddings());
        root.put("initializer_range", config.initializerRange());
        root.put("tie_word_embeddings", config.tieWordEmbeddings());
        root.put("bos_token_id", config.bosTokenId());
        ArrayNode eos = root.putArray("eos_token_id");
        config.eosTokenIds().forEach(eos::add);
        root.put("pad_token_id", config.padTokenId());
        root.put("rope_theta", config.rope().theta());
        ObjectNode parameters = root.putObject("rope_parameters");
        parameters.put("rope_theta", config.rope().theta());
        if (config.rope().scaling() == null) {
            parameters.put("rope_type", "default");
            root.putNull("rope_scaling");
        } else {
            scaling(parameters, config.rope().scaling());
            scaling(root.putObject("rope_scaling"), config.rope().scaling());
        }
        root.put("torch_dtype", config.dtype().torchName());
        root.put("dtype", config.dtype().torchName());
        root.put("use_cache", true);
        DurableFiles.write(file, pretty(root));
    }

    /** Writes the generation_config.json that goes with a model. */
    static void writeGeneration(Path file, LlamaConfig config) {
        ObjectNode root = JSON.createObjectNode();
        root.put("bos_token_id", config.bosTokenId());
        ArrayNode eos = root.putArray("eos_token_id");
        config.eosTokenIds().forEach(eos::add);
        root.put("pad_token_id", config.padTokenId());
        DurableFiles.write(file, pretty(root));
    }

    static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserException(
                    file + ": not found; expected a Hugging Face model folder with this file");
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UserException(file + ": is not valid JSON: " + e.getMessage(), e);
        }
    }

    static String pretty(JsonNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void scaling(ObjectNode node, Llama3Scaling scaling) {
        node.put("rope_type", "llama3");
        node.put("factor", scaling.factor());
        node.put("low_freq_factor", scaling.lowFreqFactor());
        node.put("high_freq_factor", scaling.highFreqFactor());
        node.put("original_max_position_embeddings", scaling.originalMaxPositionEmbeddings());
    }

    private static Rope rope(JsonFields fields) {
        JsonNode parameters = fields.node().path("rope_parameters");
        JsonNode node = parameters.isObject() ? parameters : fields.node().path("rope_scaling");
        JsonFields rope = new JsonFields(fields.file(), node);
        double theta =
                parameters.isObject() && !rope.absent("rope_theta")
                        ? rope.number("rope_theta")
                        : fields.number("rope_theta", 10_000);
        String type = rope.text("rope_type", rope.text("type", "default"));
        return switch (type) {
            case "default" -> new Rope(theta, null);
            case "llama3" ->
                    new Rope(
                            theta,
                            new Llama3Scaling(
                                    rope.number("factor"),
                                    rope.number("low_freq_factor"),
                                    rope.number("high_freq_factor"),
                                    rope.integer("original_max_position_embeddings")));
            default -> throw rope.wrong("rope_type", "\"default\" or \"llama3\"");
        };
    }

    private static List<Integer> eos(JsonNode node) {
        List<Integer> ids = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(id -> ids.add(id.asInt()));
        } else if (node.isInt()) {
            ids.add(node.asInt());
        }
        return List.copyOf(ids);
    }

    private static DType dtype(JsonFields fields) {
        String name = fields.text("dtype", fields.text("torch_dtype", "float32"));
        for (DType dtype : DType.values()) {
            if (dtype.isFloat() && dtype.torchName().equals(name)) {
                return dtype;
            }
        }
        throw fields.wrong("dtype", "float32, float16 or bfloat16");
    }
}
