package dev.cria.checkpoints.gguf.blocks;

/** Rounds floats to whole numbers, ties to even, in a way that loops over arrays vectorise. */
final class Rounding {

    // Floats from 2^23 to 2^24 are whole numbers: the sum rounds, the difference is exact.
    private static final float WHOLE = 0x1.8p23f;

    private Rounding() {}

    /** The nearest whole number of a value within 2^22 of zero. */
    static float nearest(float value) {
        return (value + WHOLE) - WHOLE;
    }

    /** The nearest whole number between two whole numbers; NaN becomes 0. */
    static int level(float value, int least, int most) {
        return (int) nearest(Math.max(least, Math.min(most, value)));
    }
}
