package dev.cria.trainer.weight;

import dev.cria.checkpoints.tensors.DType;

/** What the frozen matrices of layers are stored as. */
public enum BaseType {
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
            case INT8, NF4 -> throw new IllegalStateException(this + " is stored as codes");
        };
    }

    /**
     * What suits a model best: its files as they are, unless they hold 16-bit numbers and a copy in
     * fp32, which saves converting them in every pass, takes at most a quarter of the memory.
     *
     * @param stored the type in the model's files
     * @param memoryBytes of the machine
     */
    public static BaseType suited(DType stored, long parameters, long memoryBytes) {
        boolean small = stored == DType.F32 || 4 * parameters <= memoryBytes / 4;
        return small || stored == DType.F64 ? FP32 : stored == DType.F16 ? FP16 : BF16;
    }
}
