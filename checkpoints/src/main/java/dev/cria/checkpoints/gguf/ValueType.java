package dev.cria.checkpoints.gguf;

/**
 * Types of metadata; the first number is the code in the file, the second the least bytes of a
 * value.
 */
enum ValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private final int code;
    private final int leastBytes;

    ValueType(int code, int leastBytes) {
        this.code = code;
        this.leastBytes = leastBytes;
    }

    int code() {
        return code;
    }

    int leastBytes() {
        return leastBytes;
    }
}
