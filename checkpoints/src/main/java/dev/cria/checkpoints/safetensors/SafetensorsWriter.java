package dev.cria.checkpoints.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.tensors.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes safetensors files, streaming. */
public final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /** Writes a whole file durably; {@code file} appears only when it is complete. */
    public static void write(Path file, List<TensorData> tensors, Map<String, String> metadata) {
        DurableFiles.write(file, channel -> write(channel, tensors, metadata));
    }

    /** Writes the bytes of a file to a channel. */
    public static void write(
            WritableByteChannel channel, List<TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode strings = root.putObject("__metadata__").put("format", "pt");
        metadata.forEach(strings::put);
        long offset = 0;
        for (TensorData tensor : tensors) {
            ObjectNode entry = root.putObject(tensor.info().name());
            entry.put("dtype", tensor.info().dtype().name());
            tensor.info().shape().dims().forEach(entry.withArray("shape")::add);
            if (tensor.info().shape().dims().isEmpty()) {
                entry.putArray("shape");
            }
            entry.putArray("data_offsets").add(offset).add(offset + tensor.info().byteSize());
            offset += tensor.info().byteSize();
        }
        put(channel, header(root));
        for (TensorData tensor : tensors) {
            CountingChannel counted = new CountingChannel(channel);
            tensor.content().writeTo(counted);
            if (counted.count() != tensor.info().byteSize()) {
                throw new IllegalStateException(
                        "tensor %s wrote %d bytes, promised %d"
                                .formatted(
                                        tensor.info().name(),
                                        counted.count(),
                                        tensor.info().byteSize()));
            }
        }
    }

    private static ByteBuffer header(ObjectNode root) throws JsonProcessingException {
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        byte[] text = Arrays.copyOf(json, padded);
        Arrays.fill(text, json.length, padded, (byte) ' ');
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(text)
                .flip();
    }

    private static void put(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
