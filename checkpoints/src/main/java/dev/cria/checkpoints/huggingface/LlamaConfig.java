package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import java.util.List;
import java.util.Objects;

/**
 * The shape of a Llama model and its special tokens, as in config.json.
 *
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the MLP
 * @param numKvHeads key and value heads, each shared by numHeads/numKvHeads query heads
 * @param headDim width of a head; numHeads x headDim may differ from hiddenSize
 * @param tieWordEmbeddings whether the head is the embedding matrix
 * @param maxPositionEmbeddings context length in tokens
 * @param initializerRange standard deviation of fresh weights
 * @param bosTokenId null where the model names none
 * @param eosTokenIds the tokens that end an answer, possibly none
 * @param padTokenId null where the model names none
 * @param dtype the type of the stored weights
 * @param scores whether the head is a single row, whose product with the last token's output scores
 *     a text, as a reward model has it; then it is never tied
 */
public record LlamaConfig(
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        int numKvHeads,
        int headDim,
        double rmsNormEps,
        Rope rope,
        boolean tieWordEmbeddings,
        int maxPositionEmbeddings,
        double initializerRange,
        Integer bosTokenId,
        List<Integer> eosTokenIds,
        Integer padTokenId,
        DType dtype,
        boolean scores) {

    // Beyond what any Llama has (126 layers, widths of 53,248, 128,256 tokens). What follows from
    // a config is then at most 9,003 tensors whose elements a long counts.
    private static final int MAX_LAYERS = 1_000;
    private static final int MAX_WIDTH = 1 << 24;
    private static final int MAX_HEAD_DIM = 1 << 16;

    /**
     * @throws UserException when the numbers do not make a model
     */
    public LlamaConfig {
        Objects.requireNonNull(rope, "rope");
        eosTokenIds = List.copyOf(eosTokenIds);
        requireIn("vocab_size", vocabSize, MAX_WIDTH);
        requireIn("hidden_size", hiddenSize, MAX_WIDTH);
        requireIn("intermediate_size", intermediateSize, MAX_WIDTH);
        requireIn("num_hidden_layers", numLayers, MAX_LAYERS);
        requireIn("num_attention_heads", numHeads, MAX_WIDTH);
        requireIn("num_key_value_heads", numKvHeads, MAX_WIDTH);
        requireIn("head_dim", headDim, MAX_HEAD_DIM);
        requireIn("max_position_embeddings", maxPositionEmbeddings, Integer.MAX_VALUE);
        require(
                (long) numHeads * headDim <= MAX_WIDTH,
                "num_attention_heads (%d) times head_dim (%d) is more than %d"
                        .formatted(numHeads, headDim, MAX_WIDTH));
        require(
                numHeads % numKvHeads == 0,
                "num_attention_heads ("
                        + numHeads
                        + ") must be a multiple of "
                        + "num_key_value_heads ("
                        + numKvHeads
                        + ")");
        require(headDim % 2 == 0, "head_dim must be even, got " + headDim);
        require(rmsNormEps > 0 && rmsNormEps < 1, "rms_norm_eps is " + rmsNormEps);
        require(initializerRange >= 0, "initializer_range is " + initializerRange);
        require(dtype.isFloat(), "dtype must be a float type, got " + dtype);
        require(!(scores && tieWordEmbeddings), "a head that scores cannot be tied to embeddings");
        requireToken("bos_token_id", bosTokenId, vocabSize);
        requireToken("pad_token_id", padTokenId, vocabSize);
        for (Integer token : eosTokenIds) {
            requireToken("eos_token_id", token, vocabSize);
        }
    }

    /** Width of all query heads together. */
    public int queryWidth() {
        return numHeads * headDim;
    }

    /** Width of all key heads together, and of all value heads. */
    public int keyValueWidth() {
        return numKvHeads * headDim;
    }

    /** The number of weights; a tied head counts once. */
    public long numParameters() {
        return LlamaTensors.of(this).values().stream().mapToLong(shape -> shape.elements()).sum();
    }

    /**
     * The same model with a head that scores in place of the vocabulary's. transformers takes the
     * score at the last token that is no padding, so padding is no token that ends an answer.
     */
    public LlamaConfig scoring() {
        boolean pads = padTokenId != null && !eosTokenIds.contains(padTokenId);
        return toBuilder()
                .tieWordEmbeddings(false)
                .scores(true)
                .padTokenId(pads ? padTokenId : bosTokenId)
                .build();
    }

    /** The same model stored as another type. */
    public LlamaConfig withDtype(DType other) {
        return toBuilder().dtype(other).build();
    }

    public LlamaConfigBuilder toBuilder() {
        return new LlamaConfigBuilder(this);
    }

    public static LlamaConfigBuilder builder() {
        return new LlamaConfigBuilder();
    }

    private static void requireIn(String field, int value, int most) {
        require(value > 0, field + " must be positive, got " + value);
        require(value <= most, "%s is %d, at most %d is possible".formatted(field, value, most));
    }

    private static void requireToken(String field, Integer token, int vocabSize) {
        require(
                token == null || (token >= 0 && token < vocabSize),
                field + " is " + token + ", but the vocabulary has " + vocabSize + " tokens");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UserException("model config: " + message);
        }
    }
}
