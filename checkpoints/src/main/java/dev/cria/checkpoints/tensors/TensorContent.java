package dev.cria.checkpoints.tensors;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Writes the stored bytes of a tensor, however large, a window at a time. */
public interface TensorContent {

    /** Writes all bytes, little-endian. */
    void writeTo(WritableByteChannel channel) throws IOException;
}
