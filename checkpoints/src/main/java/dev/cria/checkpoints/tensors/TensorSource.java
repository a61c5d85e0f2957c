package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;
import java.util.Map;

/** Tensors that can be read, a window at a time. */
public interface TensorSource extends AutoCloseable {

    /** All tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /** A read-only little-endian view of part of a tensor's stored bytes. */
    ByteBuffer bytes(String name, long byteOffset, int byteLength);

    @Override
    void close();
}
