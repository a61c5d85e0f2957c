package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.Parameter;
import java.util.List;

/**
 * What is run: a model, and the adapter on it if there is one. With an adapter the model is frozen.
 *
 * @param adapter null for the model alone
 */
public record Policy(LlamaModel model, LoraAdapter adapter) {

    /** The model without an adapter. */
    public static Policy of(LlamaModel model) {
        return new Policy(model, null);
    }

    /** The engine of the model. */
    public Engine engine() {
        return model.engine();
    }

    /** The low-rank factors of a layer; empty ones without an adapter. */
    public LowRank lowRank(int layer) {
        return adapter == null ? model.withoutAdapter(layer) : adapter.layer(layer);
    }

    /** Whether training changes the model's own weights. */
    public boolean trainsModel() {
        return adapter == null;
    }

    /** What training changes. */
    public List<Parameter> parameters() {
        return adapter == null ? model.parameters() : adapter.parameters();
    }

    /** The numbers that kernels read: heads, key/value heads, head width, epsilon, scale. */
    NDArray shape(NDManager scope) {
        LlamaConfig config = model.config();
        return Engine.settings(
                scope,
                config.numHeads(),
                config.numKvHeads(),
                config.headDim(),
                config.rmsNormEps(),
                adapter == null ? 0 : adapter.config().scale());
    }
}
