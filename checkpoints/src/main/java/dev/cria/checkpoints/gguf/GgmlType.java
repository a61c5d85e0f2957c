package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.blocks.BlockCodec;
import dev.cria.checkpoints.gguf.blocks.FloatBlocks;
import dev.cria.checkpoints.gguf.blocks.Q8Blocks;
import dev.cria.checkpoints.gguf.blocks.RangeBlocks;
import dev.cria.checkpoints.gguf.blocks.RangeSuperBlocks;
import dev.cria.checkpoints.gguf.blocks.ScaleSuperBlocks;
import dev.cria.checkpoints.gguf.blocks.SymmetricBlocks;
import dev.cria.checkpoints.tensors.DType;
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

    /** Bytes per block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * The bytes of so many elements, a whole number of blocks.
     *
     * @throws ArithmeticException when they exceed a {@code long}
     */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }

    /**
     * Converts from and to floats.
     *
     * @throws UserException when Cria knows of this type only how large it is
     */
    public BlockCodec codec() {
        return switch (this) {
            case F32 -> new FloatBlocks(DType.F32);
            case F16 -> new FloatBlocks(DType.F16);
            case BF16 -> new FloatBlocks(DType.BF16);
            case Q8_0 -> new Q8Blocks();
            case Q4_0 -> new SymmetricBlocks(4);
            case Q5_0 -> new SymmetricBlocks(5);
            case Q4_1 -> new RangeBlocks(4);
            case Q5_1 -> new RangeBlocks(5);
            case Q4_K -> new RangeSuperBlocks(4);
            case Q5_K -> new RangeSuperBlocks(5);
            case Q6_K -> new ScaleSuperBlocks();
            default ->
                    throw new UserException(
                            "tensors of type "
                                    + this
                                    + " cannot be converted; expected F32, F16, BF16, Q8_0, Q4_0, "
                                    + "Q4_1, Q5_0, Q5_1, Q4_K, Q5_K or Q6_K");
        };
    }

    static GgmlType ofCode(long code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElseThrow(() -> new UserException("tensor type " + code + " is not supported"));
    }
}
