package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.Parameter;
import java.util.List;
import java.util.Set;

/** What is run: a model, the adapter on it if there is one, and which weights training changes. */
public final class Policy {

    private final LlamaModel model;
    private final LoraAdapter adapter;
    private final Set<String> unfrozen;
    private final Trained trained;

    private Policy(LlamaModel model, LoraAdapter adapter, Set<String> unfrozen) {
        this.model = model;
        this.adapter = adapter;
        this.unfrozen = unfrozen;
        this.trained = new Trained(this);
    }

    /** A frozen model with an adapter, or the model alone, all of which trains. */
    public Policy(LlamaModel model, LoraAdapter adapter) {
        this(model, adapter, adapter == null ? model.weights().keySet() : Set.of());
    }

    /** The model without an adapter. */
    public static Policy of(LlamaModel model) {
        return new Policy(model, null);
    }

    /** The model without an adapter, of which only the named weights train. */
    public static Policy of(LlamaModel model, Set<String> unfrozen) {
        return new Policy(model, null, Set.copyOf(unfrozen));
    }

    /** The model. */
    public LlamaModel model() {
        return model;
    }

    /** The adapter; null without one. */
    public LoraAdapter adapter() {
        return adapter;
    }

    /** The engine of the model. */
    public Engine engine() {
        return model.engine();
    }

    /** The weights of a layer; see {@link LlamaModel#layer} for how long they hold. */
    LlamaLayer layer(int index) {
        return model.layer(index);
    }

    /** The low-rank factors of a layer; empty ones without an adapter. */
    public LowRank lowRank(int layer) {
        return adapter == null ? model.withoutAdapter(layer) : adapter.layer(layer);
    }

    /** Token embeddings [V, D]. */
    NDArray embedding() {
        return model.embedding();
    }

    /** Scale of the last norm [D]. */
    NDArray finalNorm() {
        return model.finalNorm();
    }

    /** Output projection [V, D]. */
    NDArray head() {
        return model.head();
    }

    /** Whether {@link #head} is in another type than it is computed with. */
    boolean headIsStored() {
        return model.headIsStored();
    }

    /** The parameter that a weight of the model is; null where it does not train. */
    String trainedName(String tensor) {
        return unfrozen.contains(tensor) ? tensor : null;
    }

    /** Where gradients are needed. */
    Trained trained() {
        return trained;
    }

    /** What training changes. */
    public List<Parameter> parameters() {
        if (adapter != null) {
            return adapter.parameters();
        }
        return model.parameters().stream().filter(p -> unfrozen.contains(p.name())).toList();
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
