package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.model.LlamaLayer;
import dev.cria.trainer.model.LowRank;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.model.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Low-rank factors beside frozen weights: W x + scale B A x (Hu et al. 2021, arXiv:2106.09685),
 * with PEFT's names and shapes.
 */
public final class LoraAdapter implements AutoCloseable {

    private final LoraConfig config;
    private final NDManager memory;
    private final Map<String, NDArray> factors;
    private final List<LowRank> layers;

    private LoraAdapter(
            LoraConfig config, int numLayers, NDManager memory, Map<String, NDArray> factors) {
        this.config = config;
        this.memory = memory;
        this.factors = factors;
        this.layers = new ArrayList<>();
        for (int i = 0; i < numLayers; i++) {
            layers.add(new LowRank(factorsOf(i, "lora_A"), factorsOf(i, "lora_B")));
        }
    }

    /**
     * A new adapter that leaves the model as it is: A drawn as PEFT does (Kaiming uniform with a =
     * sqrt 5, that is uniform within 1 / sqrt(in)), here by a normal distribution of the same
     * variance; B zero.
     */
    public static LoraAdapter create(
            Engine engine, LlamaConfig model, LoraConfig config, long seed) {
        NDManager memory = engine.newScope();
        Map<String, NDArray> factors = new LinkedHashMap<>();
        forEachModule(
                model,
                (prefix, module, out, in) -> {
                    if (targets(config, module)) {
                        Shape a = new Shape(config.rank(), in);
                        double deviation = 1 / Math.sqrt(3.0 * in);
                        long own = seed ^ prefix.hashCode() * 0x9E3779B97F4A7C15L;
                        factors.put(
                                prefix + ".lora_A.weight",
                                ModelLoader.normal(memory, a, deviation, own));
                        factors.put(
                                prefix + ".lora_B.weight",
                                memory.zeros(new Shape(out, config.rank())));
                    }
                });
        if (factors.isEmpty()) {
            memory.close();
            throw new UserException(
                    "lora_target: %s names no linear module of the model; expected some of %s, or all"
                            .formatted(config.targetModules(), LlamaLayer.LINEARS));
        }
        return new LoraAdapter(config, model.numLayers(), memory, factors);
    }

    /** Reads a PEFT folder; its factors must fit the model. */
    public static LoraAdapter load(Engine engine, LlamaConfig model, Path folder) {
        try (PeftAdapter source = PeftAdapter.open(folder)) {
            NDManager memory = engine.newScope();
            Map<String, NDArray> factors = new LinkedHashMap<>();
            forEachModule(
                    model,
                    (prefix, module, out, in) -> {
                        long rank = source.config().rank();
                        read(
                                source,
                                prefix + ".lora_A.weight",
                                new Shape(rank, in),
                                memory,
                                factors);
                        read(
                                source,
                                prefix + ".lora_B.weight",
                                new Shape(out, rank),
                                memory,
                                factors);
                    });
            for (String name : source.tensors().tensors().keySet()) {
                if (!factors.containsKey(name)) {
                    memory.close();
                    throw new UserException(
                            "%s: tensor '%s' has no place in the model (%d layers); is this the adapter of another model?"
                                    .formatted(folder, name, model.numLayers()));
                }
            }
            return new LoraAdapter(source.config(), model.numLayers(), memory, factors);
        }
    }

    private static void read(
            PeftAdapter source,
            String name,
            Shape expected,
            NDManager memory,
            Map<String, NDArray> factors) {
        var info = source.tensors().tensors().get(name);
        if (info == null) {
            return;
        }
        Shape shape = new Shape(info.shape().toArray());
        if (!shape.equals(expected)) {
            throw new UserException(
                    "adapter tensor '%s' has shape %s, but the model needs %s; is this the adapter of another model?"
                            .formatted(name, shape, expected));
        }
        factors.put(name, TensorTransfer.load(memory, source.tensors(), name));
    }

    /** Rank, alpha and targets. */
    public LoraConfig config() {
        return config;
    }

    /** The factors of a layer. */
    public LowRank layer(int index) {
        return layers.get(index);
    }

    /** The name of a factor, {@code lora_A} or {@code lora_B}, of a module of a layer. */
    public String factorName(int layer, String module, String factor) {
        return prefix(layer, module) + "." + factor + ".weight";
    }

    /** The factors as trainable parameters. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        factors.forEach((name, value) -> parameters.add(new Parameter(name, value, true)));
        return parameters;
    }

    /** Writes a PEFT folder. */
    public void save(Path folder) {
        List<TensorData> tensors = new ArrayList<>();
        factors.forEach((name, value) -> tensors.add(TensorTransfer.store(name, value, DType.F32)));
        PeftAdapter.write(folder, config, tensors);
    }

    private List<NDArray> factorsOf(int layer, String factor) {
        List<NDArray> arrays = new ArrayList<>();
        for (String module : LlamaLayer.LINEARS) {
            NDArray value = factors.get(factorName(layer, module, factor));
            arrays.add(value == null ? memory.create(new float[0]) : value);
        }
        return arrays;
    }

    private static String prefix(int layer, String module) {
        return "base_model.model." + LlamaLayer.name(layer, module);
    }

    private static boolean targets(LoraConfig config, String module) {
        String leaf = module.substring(module.indexOf('.') + 1);
        return config.targetModules().contains(leaf) || config.targetModules().contains(module);
    }

    private interface ModuleVisitor {
        void visit(String prefix, String module, long out, long in);
    }

    private static void forEachModule(LlamaConfig model, ModuleVisitor visitor) {
        var shapes = LlamaTensors.of(model);
        for (int layer = 0; layer < model.numLayers(); layer++) {
            for (String module : LlamaLayer.LINEARS) {
                long[] shape = shapes.get(LlamaLayer.name(layer, module) + ".weight").toArray();
                visitor.visit(prefix(layer, module), module, shape[0], shape[1]);
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
