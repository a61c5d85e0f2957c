package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A tensor to be written. */
public record TensorData(TensorInfo info, TensorContent content) {

    private static final int PIECE_BYTES = 16 << 20;

    public TensorData {
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(content, "content");
    }

    /** A tensor whose little-endian bytes are the remaining bytes of the buffer. */
    public static TensorData of(TensorInfo info, ByteBuffer bytes) {
        if (bytes.remaining() != info.byteSize()) {
            throw new IllegalArgumentException(
                    "%s needs %d bytes, got %d"
                            .formatted(info.name(), info.byteSize(), bytes.remaining()));
        }
        ByteBuffer view = bytes.asReadOnlyBuffer();
        return new TensorData(
                info,
                channel -> {
                    ByteBuffer rest = view.duplicate();
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                });
    }

    /** A tensor copied, bytes unchanged, from the tensor of the same name in the source. */
    public static TensorData of(TensorInfo info, TensorSource source) {
        TensorInfo stored = source.info(info.name());
        if (!stored.equals(info)) {
            throw new IllegalArgumentException("asked to copy " + stored + " as " + info);
        }
        return new TensorData(
                info,
                channel -> {
                    for (long at = 0; at < info.byteSize(); at += PIECE_BYTES) {
                        int length = (int) Math.min(PIECE_BYTES, info.byteSize() - at);
                        ByteBuffer rest = source.bytes(info.name(), at, length);
                        while (rest.hasRemaining()) {
                            channel.write(rest);
                        }
                    }
                });
    }
}
