package dev.cria.trainer.weight;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The quantised matrices of a model's layers in a safetensors file. They are made one matrix at a
 * time from the mapped model, so that no copy of it ever is in memory, and are then mapped
 * themselves: codes take disk and page cache, which the system can drop, but no memory of their
 * own. The file's name holds a hash of the model's identity; a later run with the same model finds
 * it. Its checksums are verified then, and it is made again where they do not hold.
 */
final class QuantizedFile implements AutoCloseable {

    private final SafetensorsFile file;

    private QuantizedFile(SafetensorsFile file) {
        this.file = file;
    }

    /** Finds the file of a model, or makes it. */
    static QuantizedFile of(Engine engine, HuggingFaceFolder source, FrozenWeights how) {
        Path path = how.cacheFolder().resolve(ModelIdentity.fileName(source.folder(), how.type()));
        if (Files.exists(path)) {
            try {
                SafetensorsFile file = SafetensorsFile.open(path);
                if (Checksums.hold(file)) {
                    return new QuantizedFile(file);
                }
                file.close();
            } catch (CorruptFileException damaged) {
                // Made again below.
            }
        }
        write(engine, source, how, path);
        return new QuantizedFile(SafetensorsFile.open(path));
    }

    TensorSource tensors() {
        return file;
    }

    private static void write(
            Engine engine, HuggingFaceFolder source, FrozenWeights how, Path path) {
        List<TensorInfo> matrices =
                source.tensors().tensors().values().stream()
                        .filter(info -> info.name().startsWith("model.layers."))
                        .filter(info -> info.shape().rank() == 2)
                        .toList();
        try (Quantizing quantizing = new Quantizing(engine, source, how, matrices)) {
            Checksums checksums = new Checksums();
            List<TensorData> tensors = new ArrayList<>();
            for (TensorInfo matrix : matrices) {
                List<TensorInfo> parts = parts(matrix, how.type());
                for (int i = 0; i < parts.size(); i++) {
                    int part = i;
                    tensors.add(
                            new TensorData(
                                    parts.get(i),
                                    channel -> {
                                        NDArray value =
                                                quantizing
                                                        .of(matrix.name())
                                                        .get(part)
                                                        .toDevice(Device.cpu(), false);
                                        ByteBuffer bytes = Engine.memory(value);
                                        checksums.add(bytes);
                                        while (bytes.hasRemaining()) {
                                            channel.write(bytes);
                                        }
                                    }));
                }
            }
            tensors.add(checksums.tensor(tensors.size()));
            DurableFiles.writeFile(path, SafetensorsWriter.contentInOrder(tensors, Map.of()));
        }
    }

    private static List<TensorInfo> parts(TensorInfo matrix, BaseType type) {
        String name = matrix.name();
        if (type == BaseType.INT8) {
            return List.of(
                    new TensorInfo(name, DType.I8, matrix.shape()),
                    new TensorInfo(
                            name + ".scale", DType.F32, Shape.of(matrix.shape().toArray()[0], 1)));
        }
        long blocks = (matrix.shape().elements() + 63) / 64;
        return List.of(
                new TensorInfo(name, DType.U8, Shape.of(blocks, 32)),
                new TensorInfo(name + ".absmax", DType.U8, Shape.of(blocks)),
                new TensorInfo(name + ".nested_absmax", DType.F32, Shape.of((blocks + 255) / 256)),
                new TensorInfo(name + ".offset", DType.F32, Shape.of(1)));
    }

    @Override
    public void close() {
        file.close();
    }

    /** The parts of the matrix that was asked for last. */
    private static final class Quantizing implements AutoCloseable {

        private final Engine engine;
        private final HuggingFaceFolder source;
        private final FrozenWeights how;
        private final NDManager memory;
        private final Nf4Tables tables;
        private final long total;
        private long done;
        private String name = "";
        private NDManager scope;
        private List<NDArray> parts;

        Quantizing(
                Engine engine,
                HuggingFaceFolder source,
                FrozenWeights how,
                List<TensorInfo> matrices) {
            this.engine = engine;
            this.source = source;
            this.how = how;
            this.memory = engine.newScope();
            this.tables = Nf4Tables.in(memory);
            this.total = matrices.stream().mapToLong(info -> info.shape().elements()).sum();
        }

        List<NDArray> of(String wanted) {
            if (!wanted.equals(name)) {
                if (scope != null) {
                    scope.close();
                }
                scope = memory.newSubManager();
                NDArray matrix = new FileArrays(engine, scope).open(source.tensors(), wanted);
                parts =
                        how.type() == BaseType.INT8
                                ? Int8Weight.quantize(engine, matrix, scope)
                                : Nf4Weight.quantize(engine, tables, matrix, scope);
                name = wanted;
                done += matrix.size();
                how.progress().at(done, total);
            }
            return parts;
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
