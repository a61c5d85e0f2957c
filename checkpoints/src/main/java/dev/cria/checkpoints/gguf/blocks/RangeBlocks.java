package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;

/**
 * Q4_1 and Q5_1: per 32 elements an F16 scale d, the least element m as F16, and levels l of 4 or 5
 * bits for d l + m.
 */
public final class RangeBlocks implements BlockCodec {

    private final int bits;
    private final int most;

    /**
     * @param bits 4 or 5
     */
    public RangeBlocks(int bits) {
        this.bits = bits;
        this.most = (1 << bits) - 1;
    }

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        int[] levels = new int[Nibbles.BLOCK];
        for (int at = from; at < from + count; at += Nibbles.BLOCK) {
            float min = values[at];
            float max = values[at];
            for (int i = at; i < at + Nibbles.BLOCK; i++) {
                min = values[i] < min ? values[i] : min;
                max = values[i] > max ? values[i] : max;
            }
            float scale = (max - min) / most;
            float inverse = scale == 0 ? 0 : 1 / scale;
            for (int i = 0; i < Nibbles.BLOCK; i++) {
                levels[i] = Math.min(most, (int) ((values[at + i] - min) * inverse + 0.5f));
            }
            stored.putShort(Floats.toHalf(scale)).putShort(Floats.toHalf(min));
            Nibbles.put(levels, bits, stored);
        }
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        int[] levels = new int[Nibbles.BLOCK];
        for (int at = from; at < from + count; at += Nibbles.BLOCK) {
            float scale = Floats.fromHalf(stored.getShort());
            float min = Floats.fromHalf(stored.getShort());
            Nibbles.get(stored, bits, levels);
            for (int i = 0; i < Nibbles.BLOCK; i++) {
                values[at + i] = levels[i] * scale + min;
            }
        }
    }
}
