package dev.cria.checkpoints.tensors;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The bytes of a tensor, little-endian and row-major, produced when they are written. */
@FunctionalInterface
public interface TensorContent {

    /** Writes exactly the tensor's bytes. May be called more than once. */
    void writeTo(WritableByteChannel channel) throws IOException;
}
