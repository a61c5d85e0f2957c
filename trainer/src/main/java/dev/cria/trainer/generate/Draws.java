package dev.cria.trainer.generate;

/**
 * Random numbers by counter: the number for a position is a function of seed, sample and position,
 * so that it does not matter what was drawn before, or for whom. The mixing function is that of
 * SplitMix64 (Steele, Lea and Flood 2014).
 */
final class Draws {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Draws() {}

    /** A number of [0, 1) for a position of a sample. */
    static double at(long seed, int sample, int position) {
        long stream = mix(mix(seed + GAMMA) + GAMMA * (sample + 1L));
        return (mix(stream + GAMMA * (position + 1L)) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }
}
