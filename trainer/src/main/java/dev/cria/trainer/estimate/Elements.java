package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;

/** Numbers of weights in the parts of a model. */
final class Elements {

    private Elements() {}

    /** The linear maps and the two norms of a layer. */
    static long layer(LlamaConfig model) {
        return linears(model) + 2L * model.hiddenSize();
    }

    /** The linear maps of a layer. */
    static long linears(LlamaConfig model) {
        return LlamaTensors.PROJECTIONS.stream()
                .mapToLong(part -> LlamaTensors.projection(model, part).elements())
                .sum();
    }

    /** The embeddings, or the head. */
    static long vocabulary(LlamaConfig model) {
        return (long) model.vocabSize() * model.hiddenSize();
    }

    /** What lies outside of the layers: embeddings, the last norm, and the head unless tied. */
    static long outside(LlamaConfig model) {
        return vocabulary(model) * (model.tieWordEmbeddings() ? 1 : 2) + model.hiddenSize();
    }
}
