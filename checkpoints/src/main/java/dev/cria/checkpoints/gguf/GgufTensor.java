package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.tensors.Shape;

/**
 * A tensor in a GGUF file.
 *
 * @param shape outermost dimension first, the reverse of the order in the file
 * @param offset of the first byte behind the start of the data
 */
public record GgufTensor(String name, GgmlType type, Shape shape, long offset) {

    public long byteSize() {
        return type.bytes(shape.elements());
    }
}
