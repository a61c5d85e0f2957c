package dev.cria.checkpoints.tensors;

/** Name, encoding and shape of a stored tensor. */
public record TensorInfo(String name, DType dtype, Shape shape) {

    /** Its size when stored, in bytes. */
    public long byteSize() {
        return Math.multiplyExact(shape.elements(), (long) dtype.bytes());
    }
}
