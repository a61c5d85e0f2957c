package dev.cria.data.dedup.minhash;

import java.util.Arrays;

/**
 * Hash functions h(x) = (a x + b mod 2^64) mod 2^61 - 1 with the factors of datatrove 0.10's
 * MinhashDedupSignature. The product wraps before it is reduced, so that they are not the universal
 * family that they look like; kept, so that signatures are the same.
 */
final class HashFunctions {

    /** A Mersenne prime. */
    private static final long PRIME = (1L << 61) - 1;

    private final long[] a;
    private final long[] b;

    /**
     * @param count how many functions
     */
    HashFunctions(long seed, int count) {
        NumpyRandom random = new NumpyRandom(seed);
        a = new long[count];
        b = new long[count];
        Arrays.setAll(a, i -> random.between(1, PRIME));
        Arrays.setAll(b, i -> random.between(0, PRIME));
    }

    /** The least value of each function over some numbers, of which there is at least one. */
    long[] minima(long[] values, int count) {
        long[] minima = new long[a.length];
        for (int i = 0; i < minima.length; i++) {
            minima[i] = minimum(values, count, a[i], b[i]);
        }
        return minima;
    }

    private static long minimum(long[] values, int count, long factor, long summand) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long product = values[i] * factor + summand;
            long folded = (product & PRIME) + (product >>> 61);
            long reduced = folded >= PRIME ? folded - PRIME : folded;
            least = Math.min(least, reduced);
        }
        return least;
    }
}
