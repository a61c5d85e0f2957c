package dev.cria.recipes.job.policy;

import dev.cria.checkpoints.huggingface.Llama3Scaling;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaConfigBuilder;
import dev.cria.checkpoints.huggingface.Rope;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Stage;
import java.util.List;

/** A model from random weights, by the keys of section {@code model}. */
public final class NewModel {

    private NewModel() {}

    /** Its shape, without special tokens. */
    public static LlamaConfigBuilder shape(Stage stage, int vocabulary) {
        int heads = stage.integer("num_attention_heads");
        int headDim = stage.integer("head_dim");
        return LlamaConfig.builder()
                .vocabSize(vocabulary)
                .hiddenSize(stage.integer("hidden_size"))
                .intermediateSize(stage.integer("intermediate_size"))
                .numLayers(stage.integer("num_hidden_layers"))
                .numHeads(heads)
                .numKvHeads(stage.integer("num_key_value_heads"))
                .headDim(headDim > 0 ? headDim : stage.integer("hidden_size") / heads)
                .rmsNormEps(1e-5)
                .rope(
                        new Rope(
                                stage.number("rope_theta"),
                                Llama3Scaling.by(stage.number("rope_scaling_factor"))))
                .tieWordEmbeddings(stage.flag("tie_word_embeddings"))
                .maxPositionEmbeddings(stage.integer("max_position_embeddings"))
                .initializerRange(0.02)
                .dtype(DType.F32);
    }

    /** Its configuration with a tokenizer, whose size is that of the vocabulary. */
    public static LlamaConfig config(Stage stage, Tokenizer tokenizer) {
        return shape(stage, tokenizer.vocabSize())
                .bosTokenId(tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT))
                .eosTokenIds(
                        List.of(
                                tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT),
                                tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TURN)))
                .padTokenId(tokenizer.requireTokenId(Llama3Vocabulary.PAD))
                .build();
    }
}
