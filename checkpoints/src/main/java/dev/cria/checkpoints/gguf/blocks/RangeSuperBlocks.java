package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;

/**
 * Q4_K and Q5_K: 256 elements in 8 groups of 32. A group's elements are d s l - e m: d and e are
 * F16 numbers of the block, s and m 6-bit numbers of the group, l levels of 4 or 5 bits. The bytes
 * are d, e, the {@link SixBitPairs}, for 5 bits the fifth bits, and the lower four bits.
 */
public final class RangeSuperBlocks implements BlockCodec {

    static final int BLOCK = 256;

    private static final int GROUPS = BLOCK / RangeSearch.SIZE;
    private static final int MOST_SCALE = 63;

    private final int bits;
    private final int most;

    /**
     * @param bits 4 or 5
     */
    public RangeSuperBlocks(int bits) {
        this.bits = bits;
        this.most = (1 << bits) - 1;
    }

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        RangeSearch search =
                bits == 4
                        ? new RangeSearch(most, -1, 0.1f, 20)
                        : new RangeSearch(most, -0.5f, 0.1f, 15);
        int[] levels = new int[BLOCK];
        for (int at = from; at < from + count; at += Lanes.COUNT * RangeSearch.SIZE) {
            int groups = Math.min(Lanes.COUNT, (from + count - at) / RangeSearch.SIZE);
            search.run(values, at, groups);
            for (int group = 0; group < groups; group += GROUPS) {
                encode(search, group, values, at + group * RangeSearch.SIZE, levels, stored);
            }
        }
    }

    private void encode(
            RangeSearch search,
            int group,
            float[] values,
            int at,
            int[] levels,
            ByteBuffer stored) {
        float mostScale = 0;
        float mostOffset = 0;
        for (int g = group; g < group + GROUPS; g++) {
            mostScale = Math.max(mostScale, search.scale(g));
            mostOffset = Math.max(mostOffset, search.offset(g));
        }
        int[] scales = new int[GROUPS];
        int[] offsets = new int[GROUPS];
        float perScale = mostScale > 0 ? MOST_SCALE / mostScale : 0;
        float perOffset = mostOffset > 0 ? MOST_SCALE / mostOffset : 0;
        for (int g = 0; g < GROUPS; g++) {
            scales[g] = Rounding.level(perScale * search.scale(group + g), 0, MOST_SCALE);
            offsets[g] = Rounding.level(perOffset * search.offset(group + g), 0, MOST_SCALE);
        }
        short scale = Floats.toHalf(mostScale / MOST_SCALE);
        short offset = Floats.toHalf(mostOffset / MOST_SCALE);
        for (int i = 0; i < BLOCK; i++) {
            int g = i / RangeSearch.SIZE;
            // A scale that was rounded to 0 leaves the levels without meaning; ggml keeps these.
            float step = Floats.fromHalf(scale) * scales[g];
            float shift = Floats.fromHalf(offset) * offsets[g];
            levels[i] =
                    step == 0
                            ? search.level(group + g, values[at + i])
                            : Rounding.level((values[at + i] + shift) / step, 0, most);
        }
        byte[] packed = new byte[SixBitPairs.BYTES];
        SixBitPairs.pack(scales, offsets, packed);
        stored.putShort(scale).putShort(offset).put(packed);
        put(levels, stored);
    }

    /** Two groups share 32 bytes; group g's fifth bit is bit g of the element's byte. */
    private void put(int[] levels, ByteBuffer stored) {
        if (bits == 5) {
            for (int i = 0; i < RangeSearch.SIZE; i++) {
                int fifth = 0;
                for (int g = 0; g < GROUPS; g++) {
                    fifth |= (levels[g * RangeSearch.SIZE + i] >> 4) << g;
                }
                stored.put((byte) fifth);
            }
        }
        for (int pair = 0; pair < BLOCK; pair += 2 * RangeSearch.SIZE) {
            for (int i = pair; i < pair + RangeSearch.SIZE; i++) {
                int low = levels[i] & 15;
                int high = levels[i + RangeSearch.SIZE] & 15;
                stored.put((byte) (low | (high << 4)));
            }
        }
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        byte[] packed = new byte[SixBitPairs.BYTES];
        byte[] fifths = new byte[RangeSearch.SIZE];
        byte[] lower = new byte[BLOCK / 2];
        int[] scales = new int[GROUPS];
        int[] offsets = new int[GROUPS];
        for (int at = from; at < from + count; at += BLOCK) {
            float scale = Floats.fromHalf(stored.getShort());
            float offset = Floats.fromHalf(stored.getShort());
            stored.get(packed);
            SixBitPairs.unpack(packed, scales, offsets);
            if (bits == 5) {
                stored.get(fifths);
            }
            stored.get(lower);
            for (int i = 0; i < BLOCK; i++) {
                int g = i / RangeSearch.SIZE;
                int inGroup = i % RangeSearch.SIZE;
                int pair = lower[g / 2 * RangeSearch.SIZE + inGroup];
                int fifth = (fifths[inGroup] >> g) & 1;
                int level = ((pair >> (g % 2 * 4)) & 15) | (fifth << 4);
                values[at + i] = scale * scales[g] * level - offset * offsets[g];
            }
        }
    }
}
