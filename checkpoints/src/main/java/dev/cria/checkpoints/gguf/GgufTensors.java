package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * The tensors of a GGUF file as Hugging Face has them: by its names, in its order of rows, and F32,
 * whatever they are stored as. Each call of {@link #bytes} converts the rows that it touches, on
 * all cores.
 */
public final class GgufTensors implements TensorSource {

    private final GgufFile file;
    private final LlamaConfig config;
    private final FileChannel channel;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

    private GgufTensors(GgufFile file, LlamaConfig config, FileChannel channel) {
        this.file = file;
        this.config = config;
        this.channel = channel;
    }

    /**
     * Reads the header only.
     *
     * @param config of the model that the file holds
     * @throws UserException when the file is absent, or does not hold the tensors of such a model
     *     in types that Cria converts; the message names the file and the tensor
     * @throws CorruptFileException when it is damaged
     */
    public static GgufTensors open(Path file, LlamaConfig config) {
        GgufFile header = GgufFile.open(file);
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        LlamaTensors.of(config)
                .forEach((name, shape) -> infos.put(name, info(header, name, shape)));
        try {
            GgufTensors tensors = new GgufTensors(header, config, FileChannel.open(file));
            tensors.infos.putAll(infos);
            return tensors;
        } catch (IOException failure) {
            throw new UserException("cannot read " + file + ": " + failure, failure);
        }
    }

    private static TensorInfo info(GgufFile header, String name, Shape shape) {
        GgufTensor stored = header.tensors().get(GgufNames.of(name));
        if (stored == null) {
            throw new UserException(
                    "%s: tensor %s %s is missing"
                            .formatted(header.file(), GgufNames.of(name), shape));
        }
        if (!stored.shape().equals(shape)) {
            throw new UserException(
                    "%s: tensor %s has shape %s, the model's config implies %s"
                            .formatted(header.file(), stored.name(), stored.shape(), shape));
        }
        try {
            stored.type().codec();
        } catch (UserException unknown) {
            throw new UserException(
                    "%s: tensor %s: %s"
                            .formatted(header.file(), stored.name(), unknown.getMessage()),
                    unknown);
        }
        return new TensorInfo(name, DType.F32, shape);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(infos);
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(byteOffset, byteLength, info.byteSize());
        GgufTensor stored = file.tensors().get(GgufNames.of(name));
        RowOrder order = RowOrder.of(config, name);
        int width = Math.toIntExact(info.shape().dims().get(info.shape().rank() - 1));
        long rowBytes = (long) width * Float.BYTES;
        byte[] target = new byte[byteLength];
        long end = (byteOffset + byteLength + rowBytes - 1) / rowBytes;
        LongStream.range(byteOffset / rowBytes, end)
                .parallel()
                .forEach(
                        row -> {
                            byte[] floats = row(stored, order.ggufRow(row), width);
                            long at = row * rowBytes - byteOffset;
                            int skipped = (int) Math.max(0, -at);
                            int kept = (int) Math.min(rowBytes, byteLength - at) - skipped;
                            System.arraycopy(floats, skipped, target, (int) (at + skipped), kept);
                        });
        return ByteBuffer.wrap(target).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The floats of a row of the file, as bytes. */
    private byte[] row(GgufTensor tensor, long row, int width) {
        int size = Math.toIntExact(tensor.type().bytes(width));
        ByteBuffer stored = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        long at = file.dataStart() + tensor.offset() + row * size;
        try {
            while (stored.hasRemaining()) {
                if (channel.read(stored, at + stored.position()) < 0) {
                    throw new CorruptFileException(file.file(), "was truncated while it was read");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file.file(), failure);
        }
        float[] values = new float[width];
        tensor.type().codec().decode(stored.flip(), values, 0, width);
        ByteBuffer floats = ByteBuffer.allocate(width * Float.BYTES);
        floats.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return floats.array();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UserException("cannot close " + file.file() + ": " + failure, failure);
        }
    }
}
