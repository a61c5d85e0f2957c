package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.tensors.DType;
import java.util.List;

/**
 * Names the numbers of a {@link LlamaConfig}. Where not set: as many key-value heads as heads,
 * heads of hiddenSize/numHeads, and Llama 3.0's epsilon, theta and context length.
 */
public final class LlamaConfigBuilder {

    private int vocabSize;
    private int hiddenSize;
    private int intermediateSize;
    private int numLayers;
    private int numHeads;
    private int numKvHeads;
    private int headDim;
    private double rmsNormEps = 1e-5;
    private Rope rope = new Rope(500_000, null);
    private boolean tieWordEmbeddings;
    private int maxPositionEmbeddings = 8192;
    private double initializerRange = 0.02;
    private Integer bosTokenId;
    private List<Integer> eosTokenIds = List.of();
    private Integer padTokenId;
    private DType dtype = DType.F32;
    private boolean scores;

    LlamaConfigBuilder() {}

    LlamaConfigBuilder(LlamaConfig config) {
        this.vocabSize = config.vocabSize();
        this.hiddenSize = config.hiddenSize();
        this.intermediateSize = config.intermediateSize();
        this.numLayers = config.numLayers();
        this.numHeads = config.numHeads();
        this.numKvHeads = config.numKvHeads();
        this.headDim = config.headDim();
        this.rmsNormEps = config.rmsNormEps();
        this.rope = config.rope();
        this.tieWordEmbeddings = config.tieWordEmbeddings();
        this.maxPositionEmbeddings = config.maxPositionEmbeddings();
        this.initializerRange = config.initializerRange();
        this.bosTokenId = config.bosTokenId();
        this.eosTokenIds = config.eosTokenIds();
        this.padTokenId = config.padTokenId();
        this.dtype = config.dtype();
        this.scores = config.scores();
    }

    public LlamaConfigBuilder vocabSize(int value) {
        this.vocabSize = value;
        return this;
    }

    public LlamaConfigBuilder hiddenSize(int value) {
        this.hiddenSize = value;
        return this;
    }

    public LlamaConfigBuilder intermediateSize(int value) {
        this.intermediateSize = value;
        return this;
    }

    public LlamaConfigBuilder numLayers(int value) {
        this.numLayers = value;
        return this;
    }

    public LlamaConfigBuilder numHeads(int value) {
        this.numHeads = value;
        return this;
    }

    public LlamaConfigBuilder numKvHeads(int value) {
        this.numKvHeads = value;
        return this;
    }

    public LlamaConfigBuilder headDim(int value) {
        this.headDim = value;
        return this;
    }

    public LlamaConfigBuilder rmsNormEps(double value) {
        this.rmsNormEps = value;
        return this;
    }

    public LlamaConfigBuilder rope(Rope value) {
        this.rope = value;
        return this;
    }

    public LlamaConfigBuilder tieWordEmbeddings(boolean value) {
        this.tieWordEmbeddings = value;
        return this;
    }

    public LlamaConfigBuilder maxPositionEmbeddings(int value) {
        this.maxPositionEmbeddings = value;
        return this;
    }

    public LlamaConfigBuilder initializerRange(double value) {
        this.initializerRange = value;
        return this;
    }

    public LlamaConfigBuilder bosTokenId(Integer value) {
        this.bosTokenId = value;
        return this;
    }

    public LlamaConfigBuilder eosTokenIds(List<Integer> value) {
        this.eosTokenIds = value;
        return this;
    }

    public LlamaConfigBuilder padTokenId(Integer value) {
        this.padTokenId = value;
        return this;
    }

    public LlamaConfigBuilder dtype(DType value) {
        this.dtype = value;
        return this;
    }

    public LlamaConfigBuilder scores(boolean value) {
        this.scores = value;
        return this;
    }

    public LlamaConfig build() {
        int keyValueHeads = numKvHeads == 0 ? numHeads : numKvHeads;
        int width = headDim == 0 && numHeads > 0 ? hiddenSize / numHeads : headDim;
        return new LlamaConfig(
                vocabSize,
                hiddenSize,
                intermediateSize,
                numLayers,
                numHeads,
                keyValueHeads,
                width,
                rmsNormEps,
                rope,
                tieWordEmbeddings,
                maxPositionEmbeddings,
                initializerRange,
                bosTokenId,
                eosTokenIds,
                padTokenId,
                dtype,
                scores);
    }
}
