package dev.cria.checkpoints.safetensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes safetensors files tensor by tensor. */
public final class SafetensorsWriter {

    private SafetensorsWriter() {}

    /**
     * Writes a file that is complete or absent.
     *
     * @throws IllegalArgumentException when two tensors share a name
     * @throws UserException when the file cannot be written
     */
    public static void write(Path file, List<TensorData> tensors, Map<String, String> metadata) {
        DurableFiles.writeFile(file, content(tensors, metadata));
    }

    /**
     * The bytes of such a file, for folders and checkpoints. Tensors of wider elements come first,
     * else in the order given: each then begins at a multiple of its element's size, without which
     * PyTorch cannot view it.
     */
    public static FileContent content(List<TensorData> tensors, Map<String, String> metadata) {
        List<TensorData> copy = new ArrayList<>(tensors);
        copy.sort(Comparator.comparingInt(tensor -> -tensor.info().dtype().bytes()));
        return contentInOrder(copy, metadata);
    }

    /**
     * As {@link #content}, in the order given, whatever the widths of elements: for files of our
     * own whose later tensors follow from earlier ones.
     */
    public static FileContent contentInOrder(
            List<TensorData> tensors, Map<String, String> metadata) {
        List<TensorData> copy = List.copyOf(tensors);
        byte[] header = header(copy, metadata);
        return channel -> {
            FileContent.of(header).writeTo(channel);
            for (TensorData tensor : copy) {
                writeExactly(tensor, channel);
            }
        };
    }

    private static byte[] header(List<TensorData> tensors, Map<String, String> metadata) {
        ObjectNode json = Json.object();
        // transformers refuses files that do not name their framework.
        ObjectNode strings = json.putObject("__metadata__").put("format", "pt");
        metadata.forEach(strings::put);
        long at = 0;
        for (TensorData tensor : tensors) {
            TensorInfo info = tensor.info();
            if (json.has(info.name())) {
                throw new IllegalArgumentException("two tensors are called " + info.name());
            }
            ObjectNode entry = json.putObject(info.name()).put("dtype", info.dtype().name());
            var shape = entry.putArray("shape");
            info.shape().dims().forEach(shape::add);
            entry.putArray("data_offsets").add(at).add(at + info.byteSize());
            at += info.byteSize();
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        if (padded > SafetensorsFile.MAX_HEADER_BYTES) {
            throw new UserException(
                    "names and texts of %d tensors take %d bytes, safetensors allows %d"
                            .formatted(tensors.size(), padded, SafetensorsFile.MAX_HEADER_BYTES));
        }
        ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(text);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }

    private static void writeExactly(TensorData tensor, WritableByteChannel channel)
            throws IOException {
        CountingChannel counted = new CountingChannel(channel);
        tensor.content().writeTo(counted);
        if (counted.bytes() != tensor.info().byteSize()) {
            throw new IllegalStateException(
                    "%s needs %d bytes, its content wrote %d"
                            .formatted(
                                    tensor.info().name(),
                                    tensor.info().byteSize(),
                                    counted.bytes()));
        }
    }

    private static final class CountingChannel implements WritableByteChannel {

        private final WritableByteChannel target;
        private long bytes;

        CountingChannel(WritableByteChannel target) {
            this.target = target;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int written = target.write(source);
            bytes += written;
            return written;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("a tensor does not end the file");
        }
    }
}
