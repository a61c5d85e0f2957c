package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.GgufAdapter;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorsInMemory;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Low-rank factors beside frozen weights: W x + scale B A x (Hu et al. 2021, arXiv:2106.09685); for
 * DoRA also magnitudes of the rows of the sum (Liu et al. 2024, arXiv:2402.09353); and copies of
 * weights that are trained in full. Names and shapes are PEFT's.
 */
public final class LoraAdapter implements AutoCloseable {

    private final LoraConfig config;
    private final NDManager memory;
    private final Map<String, NDArray> tensors;
    private final List<LowRank> layers = new ArrayList<>();
    private final boolean tied;

    /**
     * @param memory owns the tensors
     * @param tensors factors, magnitudes and copies by PEFT's names
     */
    LoraAdapter(
            LlamaModel model, LoraConfig config, NDManager memory, Map<String, NDArray> tensors) {
        this.config = config;
        this.memory = memory;
        this.tensors = tensors;
        this.tied = model.config().tieWordEmbeddings() && config.ensureWeightTying();
        for (int i = 0; i < model.numLayers(); i++) {
            layers.add(lowRank(model, i));
        }
    }

    /**
     * A new adapter that leaves the model as it is: A drawn as PEFT does (Kaiming uniform with a =
     * sqrt 5, that is uniform within 1 / sqrt(in)), here by a normal distribution of the same
     * variance; B zero; magnitudes the norms of rows; copies of what is trained in full. That of a
     * reward model trains its head in any case.
     */
    public static LoraAdapter create(LlamaModel model, LoraConfig given, long seed) {
        LoraConfig config = model.config().scores() ? given.withScore() : given;
        List<AdapterModules.Linear> linears = AdapterModules.adapted(model.config(), config);
        List<String> saved = AdapterModules.saved(model.config(), config);
        NDManager memory = model.engine().newScope();
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (AdapterModules.Linear linear : linears) {
            Shape a = new Shape(config.rank(), linear.in());
            double deviation = 1 / Math.sqrt(3.0 * linear.in());
            String name = linear.name();
            long own = seed ^ ("base_model.model." + name).hashCode() * 0x9E3779B97F4A7C15L;
            tensors.put(
                    PeftAdapter.tensorName(name, 'A'),
                    ModelLoader.normal(memory, a, deviation, own));
            tensors.put(
                    PeftAdapter.tensorName(name, 'B'),
                    memory.zeros(new Shape(linear.out(), config.rank())));
            if (config.dora()) {
                NDArray magnitude = RowNorms.of(model, linear);
                magnitude.attach(memory);
                tensors.put(PeftAdapter.magnitudeName(name), magnitude);
            }
        }
        for (String name : saved) {
            tensors.put(PeftAdapter.savedName(name), copy(model, name, memory));
        }
        return new LoraAdapter(model, config, memory, tied(model, config, tensors));
    }

    private static NDArray copy(LlamaModel model, String name, NDManager memory) {
        var weight = model.weights().get(AdapterModules.origin(model.weights(), name));
        NDArray copy = memory.create(weight.shape(), DataType.FLOAT32);
        weight.into(model.engine(), copy);
        return copy;
    }

    /**
     * Reads a PEFT folder; its tensors must fit the model. The adapter of a reward model gets a
     * copy of its head if it has none.
     */
    public static LoraAdapter load(LlamaModel model, Path folder) {
        NDManager memory = model.engine().newScope();
        try (PeftAdapter source = PeftAdapter.open(folder)) {
            Map<String, Shape> expected = shapes(model, source.config());
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            expected.forEach(
                    (name, shape) -> {
                        var info = source.tensors().tensors().get(name);
                        if (info == null) {
                            return;
                        }
                        Shape found = new Shape(info.shape().toArray());
                        if (!found.equals(shape)) {
                            throw stranger(
                                    "%s: tensor '%s' has shape %s, but the model needs %s"
                                            .formatted(folder, name, found, shape));
                        }
                        tensors.put(name, TensorTransfer.load(memory, source.tensors(), name));
                    });
            for (String name : source.tensors().tensors().keySet()) {
                if (!tensors.containsKey(name)) {
                    throw stranger(
                            "%s: tensor '%s' has no place in the model (%d layers)"
                                    .formatted(folder, name, model.numLayers()));
                }
            }
            LoraConfig config = source.config();
            if (model.config().scores() && !config.scores()) {
                config = config.withScore();
                tensors.put(
                        PeftAdapter.savedName(LlamaModel.SCORE),
                        copy(model, LlamaModel.SCORE, memory));
            }
            return new LoraAdapter(model, config, memory, tied(model, config, tensors));
        } catch (RuntimeException failure) {
            memory.close();
            throw failure;
        }
    }

    private static UserException stranger(String what) {
        return new UserException(what + "; is this the adapter of another model?");
    }

    /** What an adapter of a configuration may hold. */
    private static Map<String, Shape> shapes(LlamaModel model, LoraConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (AdapterModules.Linear linear : AdapterModules.adapted(model.config(), config)) {
            String name = linear.name();
            shapes.put(PeftAdapter.tensorName(name, 'A'), new Shape(config.rank(), linear.in()));
            shapes.put(PeftAdapter.tensorName(name, 'B'), new Shape(linear.out(), config.rank()));
            if (config.dora()) {
                shapes.put(PeftAdapter.magnitudeName(name), new Shape(linear.out()));
            }
        }
        List<String> saved = new ArrayList<>(AdapterModules.saved(model.config(), config));
        if (config.ensureWeightTying() && saved.stream().anyMatch(AdapterModules::isEnd)) {
            saved.add(LlamaModel.EMBEDDING);
            saved.add(LlamaTensors.HEAD);
        }
        for (String name : saved) {
            String origin = AdapterModules.origin(model.weights(), name);
            shapes.put(PeftAdapter.savedName(name), model.weights().get(origin).shape());
        }
        return shapes;
    }

    /** Where embeddings and head stay one, that one is called the embeddings. */
    private static Map<String, NDArray> tied(
            LlamaModel model, LoraConfig config, Map<String, NDArray> tensors) {
        NDArray head = tensors.get(PeftAdapter.savedName(LlamaTensors.HEAD));
        if (model.config().tieWordEmbeddings() && config.ensureWeightTying() && head != null) {
            tensors.remove(PeftAdapter.savedName(LlamaTensors.HEAD));
            tensors.putIfAbsent(PeftAdapter.savedName(LlamaModel.EMBEDDING), head);
        }
        return tensors;
    }

    /** Rank, alpha and targets. */
    public LoraConfig config() {
        return config;
    }

    /** What adapts the linear modules of a layer. */
    public LowRank layer(int index) {
        return layers.get(index);
    }

    /**
     * The names of what adapts a module of a layer: A, B, and with DoRA the magnitudes.
     *
     * @param module its position in {@link LlamaLayer#LINEARS}
     */
    public List<String> names(int layer, int module) {
        String name = LlamaLayer.name(layer, LlamaLayer.LINEARS.get(module));
        List<String> names = new ArrayList<>();
        names.add(PeftAdapter.tensorName(name, 'A'));
        names.add(PeftAdapter.tensorName(name, 'B'));
        if (config.dora()) {
            names.add(PeftAdapter.magnitudeName(name));
        }
        return names;
    }

    /**
     * The name of the copy that stands for a weight of the model, by the model's name; null where
     * there is none. A head that stays tied is the embeddings.
     */
    public String savedName(String weight) {
        String own = weight.equals(LlamaTensors.HEAD) && tied ? LlamaModel.EMBEDDING : weight;
        String name = PeftAdapter.savedName(own);
        return tensors.containsKey(name) ? name : null;
    }

    /** The copy that stands for a weight of the model; null where there is none. */
    public NDArray saved(String weight) {
        String name = savedName(weight);
        return name == null ? null : tensors.get(name);
    }

    /** Everything as trainable parameters. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        tensors.forEach(
                (name, value) ->
                        parameters.add(new Parameter(name, value, !name.endsWith("norm.weight"))));
        return parameters;
    }

    /** Writes a PEFT folder. */
    public void save(Path folder) {
        PeftAdapter.write(folder, config, stored());
    }

    /**
     * Writes a GGUF file for {@code --lora} of llama.cpp.
     *
     * @param model that is adapted
     */
    public void saveGguf(Path file, LlamaConfig model, String name) {
        GgufAdapter.write(file, model, config, new TensorsInMemory(stored()), name);
    }

    private List<TensorData> stored() {
        List<TensorData> stored = new ArrayList<>();
        tensors.forEach((name, value) -> stored.add(TensorTransfer.store(name, value, DType.F32)));
        NDArray embedding = saved(LlamaModel.EMBEDDING);
        if (tied && embedding != null) {
            String head = PeftAdapter.savedName(LlamaTensors.HEAD);
            stored.add(TensorTransfer.store(head, embedding, DType.F32));
        }
        return stored;
    }

    private LowRank lowRank(LlamaModel model, int layer) {
        List<NDArray> a = new ArrayList<>();
        List<NDArray> b = new ArrayList<>();
        List<NDArray> magnitudes = new ArrayList<>();
        List<NDArray> squares = new ArrayList<>();
        for (int i = 0; i < LlamaLayer.LINEARS.size(); i++) {
            String module = LlamaLayer.name(layer, LlamaLayer.LINEARS.get(i));
            a.add(tensor(PeftAdapter.tensorName(module, 'A')));
            b.add(tensor(PeftAdapter.tensorName(module, 'B')));
            if (config.dora()) {
                magnitudes.add(tensor(PeftAdapter.magnitudeName(module)));
                boolean adapted = a.get(i).size() > 0;
                NDArray square = adapted ? RowNorms.squared(model, layer, i) : empty();
                square.attach(memory);
                squares.add(square);
            }
        }
        if (!config.dora()) {
            return new LowRank(a, b, List.of(empty()));
        }
        magnitudes.addAll(squares);
        return new LowRank(a, b, magnitudes);
    }

    private NDArray tensor(String name) {
        NDArray value = tensors.get(name);
        return value == null ? empty() : value;
    }

    private NDArray empty() {
        return memory.create(new float[0]);
    }

    @Override
    public void close() {
        memory.close();
    }
}
