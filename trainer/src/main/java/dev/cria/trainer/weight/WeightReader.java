package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import dev.cria.trainer.engine.TensorTransfer;
import java.io.Closeable;

/**
 * Makes weights out of a model's files. What is stored as the files have it is not copied, but used
 * where it lies in the mapped file.
 */
public final class WeightReader implements Closeable {

    private final Engine engine;
    private final NDManager memory;
    private final HuggingFaceFolder source;
    private final FrozenWeights how;
    private final QuantizedFile quantized;
    private final FileArrays arrays;
    private final Nf4Tables tables;

    /**
     * Quantises the model first where that is asked for and was not done before.
     *
     * @param memory owns the weights, and is closed before this
     */
    public WeightReader(
            Engine engine, NDManager memory, HuggingFaceFolder source, FrozenWeights how) {
        this.engine = engine;
        this.memory = memory;
        this.source = source;
        this.how = how.type() == BaseType.AUTO ? how.withType(suited(source)) : how;
        this.arrays = new FileArrays(engine, memory);
        this.tables = this.how.type() == BaseType.NF4 ? Nf4Tables.in(memory) : null;
        this.quantized =
                this.how.type().isQuantized() ? QuantizedFile.of(engine, source, this.how) : null;
    }

    private BaseType suited(HuggingFaceFolder source) {
        DType stored = source.tensors().info(LlamaTensors.layer(0, LlamaTensors.Q)).dtype();
        // A copy in fp32 is of no use to those who compute in 16 bits.
        long memory = engine.computeType() == DType.F32 ? Engine.machineMemory() : 0;
        return BaseType.suited(stored, source.config().numParameters(), memory);
    }

    /** The named weight, kept as it was asked for. */
    public Weight read(String name) {
        TensorInfo info = source.tensors().info(name);
        if (how.isTrained().test(name) || info.shape().rank() == 1 || info.dtype() == DType.F64) {
            return PlainWeight.trainable(TensorTransfer.load(memory, source.tensors(), name));
        }
        boolean ofLayer = name.startsWith("model.layers.");
        if (how.type() == BaseType.NF4 && ofLayer) {
            return new Nf4Weight(
                    tables,
                    new Shape(info.shape().toArray()),
                    quantized(name),
                    quantized(name + ".absmax"),
                    quantized(name + ".nested_absmax"),
                    quantized(name + ".offset"));
        }
        if (how.type() == BaseType.INT8 && ofLayer) {
            return new Int8Weight(quantized(name), quantized(name + ".scale"));
        }
        DType wanted = how.type().isQuantized() ? info.dtype() : how.type().dtype();
        return plain(name, info.dtype(), wanted);
    }

    private Weight plain(String name, DType stored, DType wanted) {
        if (stored == wanted) {
            NDArray value = arrays.open(source.tensors(), name);
            return new PlainWeight(value, stored, false);
        }
        if (wanted == DType.F32) {
            return PlainWeight.trainable(TensorTransfer.load(memory, source.tensors(), name));
        }
        try (NDManager scope = engine.newScope()) {
            NDArray value = new FileArrays(engine, scope).open(source.tensors(), name);
            NDArray converted =
                    engine.call("convert", memory)
                            .with(value)
                            .with(Engine.integers(scope, FileArrays.torchNumber(wanted)))
                            .runOne();
            return new PlainWeight(converted, wanted, false);
        }
    }

    private NDArray quantized(String name) {
        return arrays.open(quantized.tensors(), name);
    }

    /** Gives the files back; not before the weights are freed. */
    @Override
    public void close() {
        if (quantized != null) {
            quantized.close();
        }
        source.close();
    }
}
