package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;

/**
 * Q6_K: 256 elements in 16 groups of 16. A group's elements are d s (l - 32): d is an F16 number of
 * the block, s a signed byte of the group, l levels of 6 bits. The bytes are the lower four bits,
 * the upper two, the s and d.
 */
public final class ScaleSuperBlocks implements BlockCodec {

    static final int BLOCK = 256;

    private static final int GROUPS = BLOCK / ScaleSearch.SIZE;
    private static final int ZERO = 32;

    /** Elements whose bits lie in the same bytes: four rows of 32. */
    private static final int HALF = BLOCK / 2;

    private static final int ROW = 32;

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        ScaleSearch search = new ScaleSearch();
        for (int at = from; at < from + count; at += Lanes.COUNT * ScaleSearch.SIZE) {
            int groups = Math.min(Lanes.COUNT, (from + count - at) / ScaleSearch.SIZE);
            search.run(values, at, groups);
            for (int group = 0; group < groups; group += GROUPS) {
                encode(search, group, values, at + group * ScaleSearch.SIZE, stored);
            }
        }
    }

    private static void encode(
            ScaleSearch search, int group, float[] values, int at, ByteBuffer stored) {
        float furthest = 0;
        for (int g = group; g < group + GROUPS; g++) {
            if (Math.abs(search.scale(g)) > Math.abs(furthest)) {
                furthest = search.scale(g);
            }
        }
        int[] levels = new int[BLOCK];
        byte[] scales = new byte[GROUPS];
        short scale = 0;
        if (Math.abs(furthest) >= ScaleSearch.TINY) {
            float inverse = -128 / furthest;
            scale = Floats.toHalf(1 / inverse);
            for (int g = 0; g < GROUPS; g++) {
                scales[g] = (byte) Rounding.level(inverse * search.scale(group + g), -128, 127);
            }
            for (int i = 0; i < BLOCK; i++) {
                int g = i / ScaleSearch.SIZE;
                // A scale that was rounded to 0 leaves levels without meaning; ggml keeps these.
                float step = Floats.fromHalf(scale) * scales[g];
                levels[i] =
                        step == 0
                                ? search.level(group + g, values[at + i])
                                : ZERO + Rounding.level(values[at + i] / step, -ZERO, ZERO - 1);
            }
        }
        put(levels, stored);
        stored.put(scales).putShort(scale);
    }

    private static void put(int[] levels, ByteBuffer stored) {
        for (int half = 0; half < BLOCK; half += HALF) {
            for (int i = half; i < half + 2 * ROW; i++) {
                stored.put((byte) ((levels[i] & 15) | ((levels[i + 2 * ROW] & 15) << 4)));
            }
        }
        for (int half = 0; half < BLOCK; half += HALF) {
            for (int i = half; i < half + ROW; i++) {
                int upper = 0;
                for (int row = 0; row < 4; row++) {
                    upper |= (levels[i + row * ROW] >> 4) << (2 * row);
                }
                stored.put((byte) upper);
            }
        }
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        byte[] lower = new byte[BLOCK / 2];
        byte[] upper = new byte[BLOCK / 4];
        byte[] scales = new byte[GROUPS];
        for (int at = from; at < from + count; at += BLOCK) {
            stored.get(lower).get(upper).get(scales);
            float scale = Floats.fromHalf(stored.getShort());
            for (int i = 0; i < BLOCK; i++) {
                int half = i / HALF;
                int row = i % HALF / ROW;
                int low = lower[half * 2 * ROW + i % (2 * ROW)] >> (row / 2 * 4);
                int high = upper[half * ROW + i % ROW] >> (row * 2);
                int level = ((low & 15) | ((high & 3) << 4)) - ZERO;
                values[at + i] = scale * scales[i / ScaleSearch.SIZE] * level;
            }
        }
    }
}
