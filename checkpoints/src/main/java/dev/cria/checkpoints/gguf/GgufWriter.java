package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Lays out a GGUF file, version 3: magic, counts, metadata, tensor infos, tensors. */
final class GgufWriter {

    static final int MAGIC = 0x46554747; // "GGUF" read as a little-endian integer
    static final int VERSION = 3;
    static final int ALIGNMENT = 32;

    /** A tensor to be written, its dimensions outermost first. */
    record Entry(String name, GgmlType type, Shape shape, TensorContent content) {

        long byteSize() {
            return type.bytes(shape.elements());
        }
    }

    private GgufWriter() {}

    static void write(Path file, GgufMetadata metadata, List<Entry> tensors) {
        byte[] header = header(metadata, tensors);
        DurableFiles.writeFile(
                file,
                channel -> {
                    FileContent.of(header).writeTo(channel);
                    for (Entry tensor : tensors) {
                        tensor.content().writeTo(channel);
                        long size = tensor.byteSize();
                        byte[] padding = new byte[(int) (aligned(size) - size)];
                        FileContent.of(padding).writeTo(channel);
                    }
                });
    }

    private static byte[] header(GgufMetadata metadata, List<Entry> tensors) {
        GgufBytes bytes = new GgufBytes();
        bytes.int32(MAGIC);
        bytes.int32(VERSION);
        bytes.int64(tensors.size());
        bytes.int64(metadata.size());
        metadata.writeTo(bytes);
        long offset = 0;
        for (Entry tensor : tensors) {
            if (tensor.name().getBytes(StandardCharsets.UTF_8).length >= 64) {
                throw new IllegalArgumentException("ggml limits names: " + tensor.name());
            }
            bytes.string(tensor.name());
            long[] dims = tensor.shape().toArray();
            bytes.int32(dims.length);
            for (int i = dims.length - 1; i >= 0; i--) {
                bytes.int64(dims[i]);
            }
            bytes.int32(tensor.type().code());
            bytes.int64(offset);
            offset += aligned(tensor.byteSize());
        }
        bytes.pad(ALIGNMENT);
        return bytes.toByteArray();
    }

    private static long aligned(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
