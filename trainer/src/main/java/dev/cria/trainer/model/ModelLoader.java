package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import dev.cria.trainer.engine.HostWindow;
import dev.cria.trainer.engine.TensorTransfer;
import dev.cria.trainer.weight.FrozenWeights;
import dev.cria.trainer.weight.PlainWeight;
import dev.cria.trainer.weight.SourceWeight;
import dev.cria.trainer.weight.Weight;
import dev.cria.trainer.weight.WeightReader;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes models: from a Hugging Face folder, or with random weights. */
public final class ModelLoader {

    /** Numbers drawn at a time. */
    private static final int PIECE = 1 << 22;

    private ModelLoader() {}

    /**
     * The model of a folder for training all of it, its weights converted to fp32. Those that are
     * fp32 in the files stay there, as private copies of the pages that training changes: they are
     * there at once, and rows of the embedding that are never used take no memory.
     */
    public static LlamaModel load(Engine engine, Path folder) {
        try (HuggingFaceFolder source = HuggingFaceFolder.open(folder)) {
            return load(engine, source, source.config(), 0);
        }
    }

    /**
     * The same as a reward model. Where the folder has no head that scores, it is drawn as
     * transformers draws it: normal, of standard deviation {@code config.initializerRange()}.
     *
     * @param seed of the draw
     */
    public static LlamaModel scoring(Engine engine, Path folder, long seed) {
        try (HuggingFaceFolder source = HuggingFaceFolder.open(folder)) {
            return load(engine, source, source.config().scoring(), seed);
        }
    }

    private static LlamaModel load(
            Engine engine, HuggingFaceFolder source, LlamaConfig config, long seed) {
        NDManager memory = engine.newScope();
        FileArrays files = new FileArrays(engine, memory);
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String name : LlamaTensors.of(config).keySet()) {
            if (isNew(name, source)) {
                weights.put(name, newScore(memory, config, seed));
                continue;
            }
            boolean inPlace = source.tensors().info(name).dtype() == DType.F32;
            weights.put(
                    name,
                    PlainWeight.trainable(
                            inPlace
                                    ? files.open(source.tensors(), name)
                                    : TensorTransfer.load(memory, source.tensors(), name)));
        }
        return new LlamaModel(engine, config, memory, weights, () -> {});
    }

    private static boolean isNew(String name, HuggingFaceFolder source) {
        return name.equals(LlamaModel.SCORE) && !source.config().scores();
    }

    private static Weight newScore(NDManager memory, LlamaConfig config, long seed) {
        Shape shape = new Shape(1, config.hiddenSize());
        return PlainWeight.trainable(
                draw(memory, LlamaModel.SCORE, shape, config.initializerRange(), seed));
    }

    /** A model whose weights come from anywhere, converted to fp32 and copied. */
    public static LlamaModel of(Engine engine, LlamaConfig config, TensorSource tensors) {
        NDManager memory = engine.newScope();
        try {
            Map<String, Weight> weights = new LinkedHashMap<>();
            for (String name : LlamaTensors.of(config).keySet()) {
                weights.put(
                        name, PlainWeight.trainable(TensorTransfer.load(memory, tensors, name)));
            }
            return new LlamaModel(engine, config, memory, weights, () -> {});
        } catch (RuntimeException failure) {
            memory.close();
            throw failure;
        }
    }

    /** The model of a folder for training little or none of it. */
    public static LlamaModel load(Engine engine, Path folder, FrozenWeights how) {
        HuggingFaceFolder source = HuggingFaceFolder.open(folder);
        return load(engine, source, source.config(), how, 0);
    }

    /**
     * The same as a reward model, with its own head, or one that is drawn.
     *
     * @param seed of the draw
     */
    public static LlamaModel scoring(Engine engine, Path folder, FrozenWeights how, long seed) {
        HuggingFaceFolder source = HuggingFaceFolder.open(folder);
        return load(engine, source, source.config().scoring(), how, seed);
    }

    private static LlamaModel load(
            Engine engine,
            HuggingFaceFolder source,
            LlamaConfig config,
            FrozenWeights how,
            long seed) {
        NDManager memory = engine.newScope();
        WeightReader reader = null;
        try {
            reader = new WeightReader(engine, memory, source, how);
            Map<String, Weight> weights = new LinkedHashMap<>();
            for (String name : LlamaTensors.of(config).keySet()) {
                weights.put(
                        name,
                        isNew(name, source) ? newScore(memory, config, seed) : reader.read(name));
            }
            return new LlamaModel(engine, config, memory, weights, reader);
        } catch (RuntimeException failure) {
            memory.close();
            if (reader == null) {
                source.close();
            } else {
                reader.close();
            }
            throw failure;
        }
    }

    /**
     * A model whose layers are read from a file, of whatever format, each time they are computed:
     * beside embeddings, head and norms it takes the memory of one layer.
     *
     * @param source its tensors, by their Hugging Face names; closed with the model
     */
    public static LlamaModel streamed(Engine engine, LlamaConfig config, TensorSource source) {
        NDManager memory = engine.newScope();
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String name : LlamaTensors.of(config).keySet()) {
            boolean matrixOfLayer =
                    name.startsWith("model.layers.") && source.info(name).shape().rank() > 1;
            weights.put(
                    name,
                    matrixOfLayer
                            ? new SourceWeight(source, name)
                            : PlainWeight.trainable(TensorTransfer.load(memory, source, name)));
        }
        return new LlamaModel(engine, config, memory, weights, source::close);
    }

    /**
     * A model whose projections and embeddings are drawn from a normal distribution of standard
     * deviation {@code config.initializerRange()}, and whose norms are 1. Each tensor has a random
     * stream of its own, so that the draw does not depend on the others.
     */
    public static LlamaModel random(Engine engine, LlamaConfig config, long seed) {
        NDManager memory = engine.newScope();
        Map<String, Weight> weights = new LinkedHashMap<>();
        LlamaTensors.of(config)
                .forEach(
                        (name, shape) ->
                                weights.put(
                                        name,
                                        PlainWeight.trainable(
                                                draw(
                                                        memory,
                                                        name,
                                                        new Shape(shape.toArray()),
                                                        config.initializerRange(),
                                                        seed))));
        return new LlamaModel(engine, config, memory, weights, () -> {});
    }

    private static NDArray draw(
            NDManager memory, String name, Shape shape, double deviation, long seed) {
        if (shape.dimension() == 1) {
            return memory.ones(shape);
        }
        return normal(memory, shape, deviation, seed ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    }

    /** An fp32 array drawn from a normal distribution of mean 0, a pure function of the seed. */
    public static NDArray normal(NDManager memory, Shape shape, double deviation, long seed) {
        NDArray array = memory.create(shape, DataType.FLOAT32);
        SplittableRandom random = new SplittableRandom(seed);
        for (long from = 0; from < shape.size(); from += PIECE) {
            int count = (int) Math.min(PIECE, shape.size() - from);
            HostWindow.write(
                    array,
                    from,
                    count,
                    bytes -> {
                        FloatBuffer values = bytes.asFloatBuffer();
                        while (values.hasRemaining()) {
                            values.put((float) (random.nextGaussian() * deviation));
                        }
                    });
        }
        return array;
    }
}
