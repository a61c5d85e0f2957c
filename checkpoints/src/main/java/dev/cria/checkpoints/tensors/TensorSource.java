package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Tensors that can be read piece by piece. Safe for use by several threads until closed. */
public interface TensorSource extends AutoCloseable {

    /** All tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /**
     * A read-only little-endian view of part of a tensor, backed by the mapped file: cheap, and
     * only valid until the source is closed.
     *
     * @param byteOffset from the first byte of the tensor
     * @throws IllegalArgumentException when there is no such tensor
     * @throws IndexOutOfBoundsException when the range leaves the tensor
     */
    ByteBuffer bytes(String name, long byteOffset, int byteLength);

    /**
     * Where a tensor lies in a file, for those who map it themselves; empty if it is not in one.
     */
    default Optional<FileRegion> region(String name) {
        return Optional.empty();
    }

    /**
     * The whole of a tensor.
     *
     * @throws IllegalArgumentException when it is larger than a buffer can be (2 GiB)
     */
    default ByteBuffer bytes(String name) {
        long size = info(name).byteSize();
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " has " + size + " bytes, read it piece by piece");
        }
        return bytes(name, 0, (int) size);
    }

    /**
     * @throws IllegalArgumentException when there is no such tensor
     */
    default TensorInfo info(String name) {
        TensorInfo info = tensors().get(name);
        if (info == null) {
            throw new IllegalArgumentException("no tensor is called " + name);
        }
        return info;
    }

    @Override
    void close();
}
