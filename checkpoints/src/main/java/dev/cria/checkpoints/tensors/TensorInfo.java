package dev.cria.checkpoints.tensors;

import java.util.Objects;

/** What a tensor is called, made of and shaped like. */
public record TensorInfo(String name, DType dtype, Shape shape) {

    public TensorInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(shape, "shape");
        byteSize(dtype, shape);
    }

    public long byteSize() {
        return byteSize(dtype, shape);
    }

    private static long byteSize(DType dtype, Shape shape) {
        return Math.multiplyExact(shape.elements(), dtype.bytes());
    }
}
