package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;

/** A tensor to be written. */
public record TensorData(TensorInfo info, TensorContent content) {

    private static final int WINDOW = 1 << 24;

    /** A tensor whose bytes lie in memory. */
    public static TensorData of(TensorInfo info, ByteBuffer bytes) {
        return new TensorData(
                info,
                channel -> {
                    ByteBuffer rest = bytes.duplicate();
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                });
    }

    /** A tensor copied from a source as it is. */
    public static TensorData of(TensorInfo info, TensorSource source) {
        return new TensorData(
                info,
                channel -> {
                    long size = info.byteSize();
                    for (long from = 0; from < size; from += WINDOW) {
                        int length = (int) Math.min(WINDOW, size - from);
                        ByteBuffer window = source.bytes(info.name(), from, length);
                        while (window.hasRemaining()) {
                            channel.write(window);
                        }
                    }
                });
    }
}
