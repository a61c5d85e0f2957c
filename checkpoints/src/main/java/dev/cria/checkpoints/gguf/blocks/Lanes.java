package dev.cria.checkpoints.gguf.blocks;

/**
 * Groups of elements laid side by side: element i of group g at {@code i * COUNT + g}. Loops over g
 * run on many groups with one instruction, while each group's sums stay in the order of its
 * elements.
 */
final class Lanes {

    /** Groups that are searched together. */
    static final int COUNT = 128;

    private Lanes() {}

    /** Lays out {@code groups} groups of {@code size} elements; the other lanes become zero. */
    static void transpose(float[] values, int from, int size, int groups, float[] lanes) {
        for (int i = 0; i < size; i++) {
            int row = i * COUNT;
            for (int g = 0; g < groups; g++) {
                lanes[row + g] = values[from + g * size + i];
            }
            for (int g = groups; g < COUNT; g++) {
                lanes[row + g] = 0;
            }
        }
    }
}
