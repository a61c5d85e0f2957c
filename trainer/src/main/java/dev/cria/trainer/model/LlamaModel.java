package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import dev.cria.trainer.weight.Weight;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The structure and weights of a Llama 3 model. Axes: V vocabulary, D model width.
 *
 * <p>Closing it frees the weights.
 */
public final class LlamaModel implements AutoCloseable {

    /** Name of the token embeddings. */
    public static final String EMBEDDING = "model.embed_tokens.weight";

    /** Name of the scale of the last norm. */
    public static final String FINAL_NORM = "model.norm.weight";

    /** Name of the output projection, where it is not the embeddings. */
    public static final String HEAD = "lm_head.weight";

    /** Name of the head of a reward model, [1, D]. */
    public static final String SCORE = LlamaTensors.SCORE;

    private final Engine engine;
    private final LlamaConfig config;
    private final NDManager memory;
    private final Map<String, Weight> weights;
    private final List<LlamaLayer> layers;
    private final Map<String, NDArray> workspace = new HashMap<>();
    private final Closeable files;
    private int inWorkspace = -1;
    private final List<LowRank> plain;
    private final NDArray frequencies;

    /**
     * A model of given weights, by their Hugging Face names.
     *
     * @param memory owns the weights, and is closed with the model
     * @param files what the weights lie in, closed after them
     */
    LlamaModel(
            Engine engine,
            LlamaConfig config,
            NDManager memory,
            Map<String, Weight> weights,
            Closeable files) {
        this.engine = engine;
        this.config = config;
        this.memory = memory;
        this.weights = new LinkedHashMap<>(weights);
        this.layers = new ArrayList<>();
        this.plain = new ArrayList<>();
        this.files = files;
        for (int i = 0; i < config.numLayers(); i++) {
            int index = i;
            layers.add(
                    new LlamaLayer(
                            LlamaLayer.TENSORS.stream()
                                    .map(tensor -> computed(index, tensor))
                                    .toList()));
            plain.add(new LowRank(empty(), empty(), List.of(memory.create(new float[0]))));
        }
        this.frequencies = memory.create(RopeFrequencies.of(config.rope(), config.headDim()));
    }

    /** The engine that the model runs on. */
    public Engine engine() {
        return engine;
    }

    /** The shape of the model. */
    public LlamaConfig config() {
        return config;
    }

    /** How many layers there are. */
    public int numLayers() {
        return layers.size();
    }

    /**
     * The weights of a layer, as they are computed with. Layers that are stored in another type
     * share the memory that this converts them into: what it answers holds until another layer is
     * asked for.
     */
    public LlamaLayer layer(int index) {
        if (index != inWorkspace) {
            boolean filled = false;
            for (String tensor : LlamaLayer.TENSORS) {
                Weight weight = weight(LlamaLayer.name(index, tensor));
                if (!isResident(weight)) {
                    inWorkspace = -1;
                    weight.into(engine, workspace.get(tensor));
                    filled = true;
                }
            }
            inWorkspace = filled ? index : inWorkspace;
        }
        return layers.get(index);
    }

    /** What stands in for the low-rank factors where there is no adapter. */
    public LowRank withoutAdapter(int layer) {
        return plain.get(layer);
    }

    /** Token embeddings [V, D], in the type that they are stored in. */
    public NDArray embedding() {
        return weight(EMBEDDING).value();
    }

    /** Scale of the last norm [D]. */
    public NDArray finalNorm() {
        return weight(FINAL_NORM).value();
    }

    /**
     * Output projection [V, D], of a reward model [1, D], in the type that it is stored in; the
     * embeddings themselves where the two are tied.
     */
    public NDArray head() {
        return weight(headName()).value();
    }

    /**
     * Whether {@link #head} is to be converted in blocks; otherwise it is fp32, and its products
     * are.
     */
    public boolean headIsStored() {
        return !isResident(weight(headName())) || weight(headName()).type() != DType.F32;
    }

    /** The name of {@link #head}: where gradients of the head and of tied embeddings meet. */
    public String headName() {
        return config.tieWordEmbeddings() ? EMBEDDING : ownHeadName();
    }

    /** The name that the head has where it is not the embeddings. */
    public String ownHeadName() {
        return config.scores() ? SCORE : HEAD;
    }

    /** Rotary frequencies [C / 2]. */
    public NDArray frequencies() {
        return frequencies;
    }

    /** All weights by their Hugging Face names. */
    public Map<String, Weight> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /**
     * All weights that can be trained, in the order of the model: every one, unless they were
     * loaded as frozen.
     */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        weights.forEach(
                (name, weight) -> {
                    if (weight.isTrainable()) {
                        boolean decays = !name.endsWith("norm.weight");
                        parameters.add(new Parameter(name, weight.value(), decays));
                    }
                });
        return parameters;
    }

    private Weight weight(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("the model has no tensor " + name);
        }
        return weight;
    }

    /** The array that holds a weight while its layer is computed. */
    private NDArray computed(int layer, String tensor) {
        Weight weight = weight(LlamaLayer.name(layer, tensor));
        return isResident(weight)
                ? weight.value()
                : workspace.computeIfAbsent(
                        tensor,
                        name ->
                                FileArrays.allocate(
                                        engine, memory, engine.computeType(), weight.shape()));
    }

    /** Whether kernels are given the weight itself; what trains, they convert on their own. */
    private boolean isResident(Weight weight) {
        return weight.isTrainable() || weight.type() == engine.computeType();
    }

    private List<NDArray> empty() {
        List<NDArray> arrays = new ArrayList<>();
        for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
            arrays.add(memory.create(new float[0]));
        }
        return arrays;
    }

    @Override
    public void close() {
        memory.close();
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
