package dev.cria.checkpoints.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A growing little-endian buffer for the header. */
final class GgufBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    void int8(int value) {
        bytes.write(value);
    }

    void int32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes.write(value >>> shift);
        }
    }

    void int64(long value) {
        int32((int) value);
        int32((int) (value >>> Integer.SIZE));
    }

    void string(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        int64(encoded.length);
        bytes.writeBytes(encoded);
    }

    /** Zeros up to the next multiple. */
    void pad(int alignment) {
        while (bytes.size() % alignment != 0) {
            bytes.write(0);
        }
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
