package dev.cria.checkpoints.gguf.blocks;

/**
 * How eight scales and eight offsets of 6 bits lie in the 12 bytes of a block of Q4_K or Q5_K. The
 * first four of each have a byte, in whose upper two bits lie the upper bits of the last four;
 * their lower four bits share the last four bytes, the scales' in the lower half.
 */
final class SixBitPairs {

    static final int COUNT = 8;
    static final int BYTES = 12;

    private static final int HALF = COUNT / 2;

    private SixBitPairs() {}

    static void pack(int[] scales, int[] offsets, byte[] packed) {
        for (int i = 0; i < HALF; i++) {
            int scale = scales[i + HALF];
            int offset = offsets[i + HALF];
            packed[i] = (byte) (scales[i] | ((scale >> 4) << 6));
            packed[i + HALF] = (byte) (offsets[i] | ((offset >> 4) << 6));
            packed[i + COUNT] = (byte) ((scale & 15) | ((offset & 15) << 4));
        }
    }

    static void unpack(byte[] packed, int[] scales, int[] offsets) {
        for (int i = 0; i < HALF; i++) {
            int scale = packed[i] & 0xff;
            int offset = packed[i + HALF] & 0xff;
            int low = packed[i + COUNT] & 0xff;
            scales[i] = scale & 63;
            offsets[i] = offset & 63;
            scales[i + HALF] = (low & 15) | ((scale >> 6) << 4);
            offsets[i + HALF] = (low >> 4) | ((offset >> 6) << 4);
        }
    }
}
