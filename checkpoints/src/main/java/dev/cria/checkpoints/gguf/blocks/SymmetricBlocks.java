package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;

/**
 * Q4_0 and Q5_0: per 32 elements an F16 scale d and levels l of 4 or 5 bits for d (l - 2^(bits-1)).
 * The element furthest from zero gets level 0 exactly, so d has the opposite of its sign.
 */
public final class SymmetricBlocks implements BlockCodec {

    private final int bits;
    private final int zero;

    /**
     * @param bits 4 or 5
     */
    public SymmetricBlocks(int bits) {
        this.bits = bits;
        this.zero = 1 << (bits - 1);
    }

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        int[] levels = new int[Nibbles.BLOCK];
        for (int at = from; at < from + count; at += Nibbles.BLOCK) {
            float furthest = 0;
            for (int i = at; i < at + Nibbles.BLOCK; i++) {
                if (Math.abs(values[i]) > Math.abs(furthest)) {
                    furthest = values[i];
                }
            }
            float scale = furthest / -zero;
            float inverse = scale == 0 ? 0 : 1 / scale;
            for (int i = 0; i < Nibbles.BLOCK; i++) {
                float shifted = values[at + i] * inverse + (zero + 0.5f);
                levels[i] = Math.min(2 * zero - 1, (int) shifted);
            }
            stored.putShort(Floats.toHalf(scale));
            Nibbles.put(levels, bits, stored);
        }
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        int[] levels = new int[Nibbles.BLOCK];
        for (int at = from; at < from + count; at += Nibbles.BLOCK) {
            float scale = Floats.fromHalf(stored.getShort());
            Nibbles.get(stored, bits, levels);
            for (int i = 0; i < Nibbles.BLOCK; i++) {
                values[at + i] = (levels[i] - zero) * scale;
            }
        }
    }
}
