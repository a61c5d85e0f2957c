package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import dev.cria.checkpoints.tensors.DType;
import java.nio.file.Path;
import java.util.List;

/**
 * config.json of transformers. Reads the style of version 4 ({@code rope_theta}, {@code
 * rope_scaling}, {@code torch_dtype}) and of version 5 ({@code rope_parameters}, {@code dtype});
 * writes the former, which all versions load. Defaults are those of transformers' {@code
 * LlamaConfig}.
 */
public final class LlamaConfigJson {

    private static final long MAX_BYTES = 1 << 20;
    private static final String CAUSAL = "LlamaForCausalLM";
    private static final String SCORING = "LlamaForSequenceClassification";

    private LlamaConfigJson() {}

    /**
     * @throws UserException when a field is missing, wrong, or asks for what Cria does not compute
     */
    public static LlamaConfig read(Path file) {
        JsonFields json = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        boolean scores = scores(json);
        refuseOtherModels(json);
        int hiddenSize = json.requireInt("hidden_size");
        int numHeads = json.requireInt("num_attention_heads");
        if (!json.has("head_dim") && (numHeads < 1 || hiddenSize % numHeads != 0)) {
            throw json.wrong("num_attention_heads", "a divisor of hidden_size, or head_dim given");
        }
        try {
            return LlamaConfig.builder()
                    .vocabSize(json.requireInt("vocab_size"))
                    .hiddenSize(hiddenSize)
                    .intermediateSize(json.requireInt("intermediate_size"))
                    .numLayers(json.requireInt("num_hidden_layers"))
                    .numHeads(numHeads)
                    .numKvHeads(json.intOr("num_key_value_heads", numHeads))
                    .headDim(json.intOr("head_dim", numHeads == 0 ? 0 : hiddenSize / numHeads))
                    .rmsNormEps(json.doubleOr("rms_norm_eps", 1e-6))
                    .rope(RopeJson.read(json))
                    .tieWordEmbeddings(!scores && json.booleanOr("tie_word_embeddings", false))
                    .maxPositionEmbeddings(json.intOr("max_position_embeddings", 2048))
                    .initializerRange(json.doubleOr("initializer_range", 0.02))
                    .bosTokenId(json.intOrNull("bos_token_id"))
                    .eosTokenIds(json.intsOrEmpty("eos_token_id"))
                    .padTokenId(padToken(json))
                    .dtype(dtype(json))
                    .scores(scores)
                    .build();
        } catch (UserException wrong) {
            throw wrong.getMessage().startsWith(file.toString())
                    ? wrong
                    : new UserException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Writes the file at once or not at all. */
    public static void write(Path file, LlamaConfig config) {
        DurableFiles.writeFile(file, bytes(config));
    }

    /** The content of config.json. */
    static byte[] bytes(LlamaConfig config) {
        ObjectNode json = Json.object();
        json.putArray("architectures").add(config.scores() ? SCORING : CAUSAL);
        json.put("attention_bias", false);
        json.put("attention_dropout", 0.0);
        putTokens(json, config);
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("hidden_size", config.hiddenSize());
        if (config.scores()) {
            json.putObject("id2label").put("0", "LABEL_0");
            json.putObject("label2id").put("LABEL_0", 0);
        }
        json.put("initializer_range", config.initializerRange());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("mlp_bias", false);
        json.put("model_type", "llama");
        json.put("num_attention_heads", config.numHeads());
        json.put("num_hidden_layers", config.numLayers());
        json.put("num_key_value_heads", config.numKvHeads());
        json.put("pretraining_tp", 1);
        json.put("rms_norm_eps", config.rmsNormEps());
        RopeJson.put(json, config.rope());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", config.dtype().torchName());
        json.put("use_cache", true);
        json.put("vocab_size", config.vocabSize());
        return Json.bytes(json);
    }

    /** The content of generation_config.json: where generation begins and ends. */
    static byte[] generationBytes(LlamaConfig config) {
        ObjectNode json = Json.object();
        json.put("_from_model_config", true);
        putTokens(json, config);
        return Json.bytes(json);
    }

    private static void putTokens(ObjectNode json, LlamaConfig config) {
        json.put("bos_token_id", config.bosTokenId());
        List<Integer> eos = config.eosTokenIds();
        if (eos.size() > 1) {
            ArrayNode array = json.putArray("eos_token_id");
            eos.forEach(array::add);
        } else {
            json.put("eos_token_id", eos.isEmpty() ? null : eos.get(0));
        }
        json.put("pad_token_id", config.padTokenId());
    }

    /** Whether it is a reward model: a classifier of a single label, which is a number. */
    private static boolean scores(JsonFields json) {
        boolean scores =
                json.has("architectures")
                        && json.requireStrings("architectures").equals(List.of(SCORING));
        if (scores && json.intOr("num_labels", json.node().path("id2label").size()) != 1) {
            throw json.wrong("id2label", "one label: a reward model gives one number");
        }
        return scores;
    }

    private static void refuseOtherModels(JsonFields json) {
        String type = json.requireString("model_type");
        if (!type.equals("llama")) {
            throw json.wrong("model_type", "\"llama\": Cria trains no other architecture");
        }
        if (json.has("architectures")
                && !json.requireStrings("architectures").contains(CAUSAL)
                && !scores(json)) {
            throw json.wrong("architectures", "[\"%s\"] or [\"%s\"]".formatted(CAUSAL, SCORING));
        }
        if (!json.stringOr("hidden_act", "silu").equals("silu")) {
            throw json.wrong("hidden_act", "\"silu\"");
        }
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (json.booleanOr(bias, false)) {
                throw json.wrong(bias, "false: Llama 3 has no biases");
            }
        }
        if (json.has("quantization_config")) {
            throw json.wrong("quantization_config", "none: give the unquantised model");
        }
    }

    private static Integer padToken(JsonFields json) {
        Integer token = json.intOrNull("pad_token_id");
        // Llama 2 folders write -1 for "none".
        return token != null && token == -1 ? null : token;
    }

    private static DType dtype(JsonFields json) {
        String field = json.has("dtype") ? "dtype" : "torch_dtype";
        DType dtype = DType.ofTorch(json.stringOr(field, "float32"));
        if (!dtype.isFloat()) {
            throw json.wrong(field, "float32, float16 or bfloat16");
        }
        return dtype;
    }
}
