package dev.cria.checkpoints.gguf.blocks;

import java.nio.ByteBuffer;

/**
 * How 32 levels of 4 or 5 bits lie in a block of Q4_0, Q4_1, Q5_0 or Q5_1: for 5 bits first a word
 * of the fifth bits, element i at bit i; then 16 bytes with element i in the lower and element i+16
 * in the upper half.
 */
final class Nibbles {

    static final int BLOCK = 32;

    private static final int HALF = BLOCK / 2;

    private Nibbles() {}

    static void put(int[] levels, int bits, ByteBuffer stored) {
        if (bits == 5) {
            int fifth = 0;
            for (int i = 0; i < BLOCK; i++) {
                fifth |= (levels[i] >> 4) << i;
            }
            stored.putInt(fifth);
        }
        for (int i = 0; i < HALF; i++) {
            stored.put((byte) ((levels[i] & 15) | ((levels[i + HALF] & 15) << 4)));
        }
    }

    static void get(ByteBuffer stored, int bits, int[] levels) {
        int fifth = bits == 5 ? stored.getInt() : 0;
        for (int i = 0; i < HALF; i++) {
            int pair = stored.get();
            levels[i] = (pair & 15) | (((fifth >>> i) & 1) << 4);
            levels[i + HALF] = ((pair >> 4) & 15) | (((fifth >>> (i + HALF)) & 1) << 4);
        }
    }
}
