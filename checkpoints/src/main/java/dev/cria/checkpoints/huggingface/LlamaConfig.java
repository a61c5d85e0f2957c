package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.tensors.DType;
import java.util.List;

/**
 * The shape of a Llama 3 model, as config.json holds it.
 *
 * @param vocabSize rows of the embedding, special tokens included
 * @param hiddenSize model width
 * @param intermediateSize width of the feed-forward part
 * @param numHeads query heads
 * @param numKvHeads key and value heads; divides numHeads
 * @param headDim width of a head; not always hiddenSize / numHeads
 * @param initializerRange standard deviation of random weights
 * @param bosTokenId null for none
 * @param eosTokenIds tokens that end a text
 * @param padTokenId null for none
 * @param dtype type of the stored weights
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
        DType dtype) {

    /** The same model stored as another type. */
    public LlamaConfig withDtype(DType other) {
        return new LlamaConfig(
                vocabSize,
                hiddenSize,
                intermediateSize,
                numLayers,
                numHeads,
                numKvHeads,
                headDim,
                rmsNormEps,
                rope,
                tieWordEmbeddings,
                maxPositionEmbeddings,
                initializerRange,
                bosTokenId,
                eosTokenIds,
                padTokenId,
                other);
    }
}
