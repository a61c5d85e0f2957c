package dev.cria.trainer.weight;

import dev.cria.checkpoints.tensors.DType;

/** What the frozen matrices of layers are stored as. */
public enum BaseType {
    /** One of the plain types, whichever suits the model's files and the memory. */
    AUTO,
    /** As they are computed with. */
    FP32,
    /** The upper half of fp32. */
    BF16,
    /** IEEE binary16. */
    FP16,
    /** Bytes with a scale per row. */
    INT8,
    /** Four bits with a scale per 64 values. */
    NF4;

    /**
     * Whether the matrices are codes, made from the model's files and kept in files of their own.
     */
    public boolean isQuantized() {
        return this == INT8 || this == NF4;
    }

    /** The floating-point type. */
    DType dtype() {
        return switch (this) {
            case FP32 -> DType.F32;
            case BF16 -> DType.BF16;
            case FP16 -> DType.F16;
            case AUTO, INT8, NF4 -> throw new IllegalStateException(this + " is no plain type");
        };
    }

    /**
     * What suits a model best: its files as they are, unless they hold 16-bit numbers and a copy in
     * fp32, which saves converting them in every pass, takes at most a quarter of the memory.
     *
     * @param stored the type of the matrices in the model's files
     * @param memoryBytes of the machine
     */
    public static BaseType suited(DType stored, long parameters, long memoryBytes) {
        boolean fits = 4 * parameters <= memoryBytes / 4;
        return switch (stored) {
            case BF16 -> fits ? FP32 : BF16;
            case F16 -> fits ? FP32 : FP16;
            default -> FP32;
        };
    }
}
