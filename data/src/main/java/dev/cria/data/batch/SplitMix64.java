package dev.cria.data.batch;

/**
 * A generator that is the same on every Java version, which the library's generators do not
 * promise. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
 */
final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix64(long seed, long stream) {
        state = mix(mix(seed + GOLDEN_GAMMA) + stream);
    }

    /** Uniform over [0, bound), by rejection. */
    int nextInt(int bound) {
        long limit = (1L << 32) / bound * bound;
        long draw;
        do {
            draw = next() >>> 32;
        } while (draw >= limit);
        return (int) (draw % bound);
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
