package dev.cria.checkpoints.gguf;

/** The types in which Cria exports matrices. Vectors (norms) are always F32. */
public enum GgufType {
    F32(GgmlType.F32, 0),
    F16(GgmlType.F16, 1),
    BF16(GgmlType.BF16, 32),
    /**
     * Blocks of 32 signed bytes with an F16 scale. Matrices whose rows are not a multiple of 32
     * long become F16.
     */
    Q8_0(GgmlType.Q8_0, 7);

    private final GgmlType stored;
    private final int fileType;

    GgufType(GgmlType stored, int fileType) {
        this.stored = stored;
        this.fileType = fileType;
    }

    /** The value of {@code general.file_type} (llama.h, {@code llama_ftype}). */
    int fileType() {
        return fileType;
    }

    /** How a matrix with rows of this length is stored. */
    GgmlType forRows(long length) {
        return length % stored.blockElements() == 0 ? stored : GgmlType.F16;
    }
}
