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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is run: a model, the adapter on it if there is one, and which weights training changes.
 * Weights of which the adapter has a copy of its own are taken from it.
 */
public final class Policy {

    private final LlamaModel model;
    private final LoraAdapter adapter;
    private final Set<String> unfrozen;
    private final Trained trained;
    private final long dropoutSeed;
    private final ValueHead valueHead;

    private Policy(
            LlamaModel model,
            LoraAdapter adapter,
            Set<String> unfrozen,
            long dropoutSeed,
            ValueHead valueHead) {
        this.model = model;
        this.adapter = adapter;
        this.unfrozen = unfrozen;
        this.dropoutSeed = dropoutSeed;
        this.valueHead = valueHead;
        this.trained = new Trained(this);
    }

    /** A frozen model with an adapter, or the model alone, all of which trains. */
    public Policy(LlamaModel model, LoraAdapter adapter) {
        this(model, adapter, adapter == null ? model.weights().keySet() : Set.of(), 0, null);
    }

    /**
     * A frozen model with an adapter that trains.
     *
     * @param dropoutSeed decides what is dropped
     */
    public static Policy of(LlamaModel model, LoraAdapter adapter, long dropoutSeed) {
        return new Policy(model, adapter, Set.of(), dropoutSeed, null);
    }

    /** The model without an adapter. */
    public static Policy of(LlamaModel model) {
        return new Policy(model, null);
    }

    /** The model without an adapter, of which only the named weights train. */
    public static Policy of(LlamaModel model, Set<String> unfrozen) {
        return new Policy(model, null, Set.copyOf(unfrozen), 0, null);
    }

    /**
     * The same with a second head that trains: it says what is still to be gained from where a text
     * stands.
     *
     * @param head not closed here
     */
    public Policy valued(ValueHead head) {
        return new Policy(model, adapter, unfrozen, dropoutSeed, head);
    }

    /** The second head; null without one. */
    public ValueHead valueHead() {
        return valueHead;
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
        LlamaLayer layer = model.layer(index);
        if (adapter == null || adapter.config().modulesToSave().isEmpty()) {
            return layer;
        }
        List<NDArray> weights = new ArrayList<>();
        for (int i = 0; i < layer.weights().size(); i++) {
            String name = LlamaLayer.name(index, LlamaLayer.TENSORS.get(i));
            weights.add(saved(name, layer.weights().get(i)));
        }
        return new LlamaLayer(weights);
    }

    /** The low-rank factors of a layer; empty ones without an adapter. */
    public LowRank lowRank(int layer) {
        return adapter == null ? model.withoutAdapter(layer) : adapter.layer(layer);
    }

    /** Token embeddings [V, D]. */
    NDArray embedding() {
        return saved(LlamaModel.EMBEDDING, model.embedding());
    }

    /** Scale of the last norm [D]. */
    NDArray finalNorm() {
        return saved(LlamaModel.FINAL_NORM, model.finalNorm());
    }

    /** Output projection [V, D], of a reward model [1, D]. */
    NDArray head() {
        return saved(model.ownHeadName(), model.head());
    }

    /**
     * Whether the adapter makes two matrices of a head that the model has tied to the embeddings.
     */
    public boolean unties() {
        return model.config().tieWordEmbeddings() && head() != embedding();
    }

    /** The shape of the model that exporting the policy makes. */
    public LlamaConfig exportedConfig() {
        return unties()
                ? model.config().toBuilder().tieWordEmbeddings(false).build()
                : model.config();
    }

    private NDArray saved(String name, NDArray otherwise) {
        NDArray saved = adapter == null ? null : adapter.saved(name);
        return saved == null ? otherwise : saved;
    }

    /** Whether {@link #head} is in another type than it is computed with. */
    boolean headIsStored() {
        boolean own = adapter != null && adapter.saved(model.ownHeadName()) != null;
        return !own && model.headIsStored();
    }

    /** The parameter that a weight of the model is; null where it does not train. */
    String trainedName(String tensor) {
        if (adapter != null) {
            return adapter.savedName(tensor);
        }
        return unfrozen.contains(tensor) ? tensor : null;
    }

    /** The parameter that the head is; null where it does not train. */
    String trainedHead() {
        return trainedName(adapter == null ? model.headName() : model.ownHeadName());
    }

    /** The probability that an input of the adapter's factors is dropped in training. */
    double dropout() {
        return adapter == null ? 0 : adapter.config().dropout();
    }

    /** Decides what is dropped. */
    long dropoutSeed() {
        return dropoutSeed;
    }

    /** Where gradients are needed. */
    Trained trained() {
        return trained;
    }

    /** The parameter of which a step uses some rows only; null where there is none. */
    public String tableByRows() {
        return trained.tied() == null ? trained.embedding() : null;
    }

    /** What training changes. */
    public List<Parameter> parameters() {
        List<Parameter> parameters =
                new ArrayList<>(
                        adapter != null
                                ? adapter.parameters()
                                : model.parameters().stream()
                                        .filter(p -> unfrozen.contains(p.name()))
                                        .toList());
        if (valueHead != null) {
            parameters.add(valueHead.parameter());
        }
        return parameters;
    }

    /** The numbers that kernels read, where nothing is dropped. */
    NDArray shape(NDManager scope) {
        return shape(scope, 0, 0);
    }

    /**
     * The numbers that kernels read: heads, key/value heads, head width, epsilon, scale, dropout,
     * its seed, whether products of the backward pass are of bf16 factors.
     *
     * @param dropout probability
     * @param seed of what is dropped, below 2^53
     */
    NDArray shape(NDManager scope, double dropout, long seed) {
        LlamaConfig config = model.config();
        return Engine.settings(
                scope,
                config.numHeads(),
                config.numKvHeads(),
                config.headDim(),
                config.rmsNormEps(),
                adapter == null ? 0 : adapter.config().scale(),
                dropout,
                (double) seed,
                engine().multipliesGradientsInBf16() ? 1 : 0);
    }
}
