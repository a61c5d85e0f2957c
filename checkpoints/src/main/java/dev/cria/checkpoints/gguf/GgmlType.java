package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import java.util.Arrays;

/** How ggml stores tensors: blocks of a number of elements in a number of bytes (ggml.h). */
public enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9, 32, 36),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    I8(24, 1, 1),
    I16(25, 1, 2),
    I32(26, 1, 4),
    I64(27, 1, 8),
    F64(28, 1, 8),
    BF16(30, 1, 2);

    private final int code;
    private final int blockElements;
    private final int blockBytes;

    GgmlType(int code, int blockElements, int blockBytes) {
        this.code = code;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    int code() {
        return code;
    }

    /** Elements per block; the length of a row must be a multiple of it. */
    public int blockElements() {
        return blockElements;
    }

    /**
     * The bytes of so many elements, a whole number of blocks.
     *
     * @throws ArithmeticException when they exceed a {@code long}
     */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }

    static GgmlType ofCode(long code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElseThrow(() -> new UserException("tensor type " + code + " is not supported"));
    }
}
