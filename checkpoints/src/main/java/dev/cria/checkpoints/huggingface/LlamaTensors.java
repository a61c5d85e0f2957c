package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tensors of a Llama model by the names that transformers gives them. */
public final class LlamaTensors {

    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String FINAL_NORM = "model.norm.weight";
    public static final String HEAD = "lm_head.weight";

    /** The head of a model that scores texts, [1, hidden size]. */
    public static final String SCORE = "score.weight";

    public static final String INPUT_NORM = "input_layernorm";
    public static final String POST_ATTENTION_NORM = "post_attention_layernorm";
    public static final String Q = "self_attn.q_proj";
    public static final String K = "self_attn.k_proj";
    public static final String V = "self_attn.v_proj";
    public static final String O = "self_attn.o_proj";
    public static final String GATE = "mlp.gate_proj";
    public static final String UP = "mlp.up_proj";
    public static final String DOWN = "mlp.down_proj";

    /** The linear maps of a layer, which LoRA may adapt. */
    public static final List<String> PROJECTIONS = List.of(Q, K, V, O, GATE, UP, DOWN);

    // Older folders store this buffer, which follows from the config.
    private static final Pattern DERIVED =
            Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

    private LlamaTensors() {}

    /** The name of a layer's weight; {@code part} is one of the constants above. */
    public static String layer(int layer, String part) {
        return "model.layers." + layer + "." + part + ".weight";
    }

    /**
     * [outputs, inputs] of one of the {@link #PROJECTIONS}.
     *
     * @throws IllegalArgumentException when the part is none of them
     */
    public static Shape projection(LlamaConfig config, String part) {
        int hidden = config.hiddenSize();
        return switch (part) {
            case Q -> Shape.of(config.queryWidth(), hidden);
            case K, V -> Shape.of(config.keyValueWidth(), hidden);
            case O -> Shape.of(hidden, config.queryWidth());
            case GATE, UP -> Shape.of(config.intermediateSize(), hidden);
            case DOWN -> Shape.of(hidden, config.intermediateSize());
            default -> throw new IllegalArgumentException("no projection is called " + part);
        };
    }

    /** All tensors of the model in the order of its layers; no head where it is tied. */
    public static Map<String, Shape> of(LlamaConfig config) {
        Shape norm = Shape.of(config.hiddenSize());
        Shape vocabulary = Shape.of(config.vocabSize(), config.hiddenSize());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, vocabulary);
        for (int i = 0; i < config.numLayers(); i++) {
            shapes.put(layer(i, INPUT_NORM), norm);
            for (String part : List.of(Q, K, V, O)) {
                shapes.put(layer(i, part), projection(config, part));
            }
            shapes.put(layer(i, POST_ATTENTION_NORM), norm);
            for (String part : List.of(GATE, UP, DOWN)) {
                shapes.put(layer(i, part), projection(config, part));
            }
        }
        shapes.put(FINAL_NORM, norm);
        if (config.scores()) {
            shapes.put(SCORE, Shape.of(1, config.hiddenSize()));
        } else if (!config.tieWordEmbeddings()) {
            shapes.put(HEAD, vocabulary);
        }
        return shapes;
    }

    /**
     * Checks that these are the tensors of the model. A tied model may store its head all the same.
     *
     * @param where named in messages
     * @throws UserException naming the first tensor that is missing, surplus, misshapen or of a
     *     type other than F64, F32, F16 and BF16
     */
    public static void check(LlamaConfig config, Map<String, TensorInfo> tensors, String where) {
        Map<String, Shape> expected = of(config);
        expected.forEach(
                (name, shape) -> {
                    if (!tensors.containsKey(name)) {
                        throw new UserException(
                                "%s: tensor %s %s is missing; the folder and its config.json do "
                                                .formatted(where, name, shape)
                                        + "not belong together, or a file is incomplete");
                    }
                });
        if (config.tieWordEmbeddings()) {
            expected.put(HEAD, expected.get(EMBEDDING));
        }
        for (TensorInfo tensor : tensors.values()) {
            if (!DERIVED.matcher(tensor.name()).matches()) {
                checkOne(tensor, expected.get(tensor.name()), where);
            }
        }
    }

    private static void checkOne(TensorInfo tensor, Shape expected, String where) {
        if (expected == null) {
            throw new UserException(
                    "%s: tensor %s %s does not belong to the model that config.json describes"
                            .formatted(where, tensor.name(), tensor.shape()));
        }
        if (!expected.equals(tensor.shape())) {
            throw new UserException(
                    "%s: tensor %s has shape %s, config.json implies %s"
                            .formatted(where, tensor.name(), tensor.shape(), expected));
        }
        if (!tensor.dtype().isFloat()) {
            throw new UserException(
                    "%s: tensor %s is %s, expected F32, F16 or BF16; give the unquantised model"
                            .formatted(where, tensor.name(), tensor.dtype()));
        }
    }
}
