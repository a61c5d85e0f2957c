package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;

/**
 * Q8_0: per 32 elements an F16 scale d = max|x| / 127 and the bytes round(x / d), as in {@code
 * quantize_row_q8_0_ref} of ggml-quants.c.
 */
public final class Q8Blocks implements BlockCodec {

    static final int BLOCK = 32;

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        for (int at = from; at < from + count; at += BLOCK) {
            float most = 0;
            for (int i = at; i < at + BLOCK; i++) {
                most = Math.max(most, Math.abs(values[i]));
            }
            float scale = most / 127;
            // ggml divides by the scale before it is rounded to F16.
            float inverse = scale == 0 ? 0 : 1 / scale;
            stored.putShort(Floats.toHalf(scale));
            for (int i = at; i < at + BLOCK; i++) {
                stored.put((byte) roundHalfAway(values[i] * inverse));
            }
        }
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        for (int at = from; at < from + count; at += BLOCK) {
            float scale = Floats.fromHalf(stored.getShort());
            for (int i = at; i < at + BLOCK; i++) {
                values[i] = stored.get() * scale;
            }
        }
    }

    /** C's {@code roundf}; Java's {@code Math.round} would take -0.5 to 0. */
    private static int roundHalfAway(float value) {
        return (int) (Math.signum(value) * Math.floor(Math.abs(value) + 0.5));
    }
}
