package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * ggml's Q8_0: per 32 elements an F16 scale d = max|x| / 127 and the bytes round(x / d), as in
 * {@code quantize_row_q8_0_ref} of ggml-quants.c.
 */
final class Q8 {

    static final int BLOCK = 32;

    private Q8() {}

    /** Quantises all elements, a multiple of 32; both positions advance. */
    static void encode(FloatBuffer floats, ByteBuffer stored) {
        float[] block = new float[BLOCK];
        while (floats.hasRemaining()) {
            floats.get(block);
            float most = 0;
            for (float value : block) {
                most = Math.max(most, Math.abs(value));
            }
            float scale = most / 127;
            // ggml divides by the scale before it is rounded to F16.
            float inverse = scale == 0 ? 0 : 1 / scale;
            stored.putShort(Floats.toHalf(scale));
            for (float value : block) {
                stored.put((byte) roundHalfAway(value * inverse));
            }
        }
    }

    /** C's {@code roundf}; Java's {@code Math.round} would take -0.5 to 0. */
    private static int roundHalfAway(float value) {
        return (int) (Math.signum(value) * Math.floor(Math.abs(value) + 0.5));
    }
}
