package dev.cria.data.heuristic;

/**
 * Polynomial hashes of characters modulo 2^64, from which those of any stretch follow by the hashes
 * of what is in front of its beginning and its end.
 */
final class RollingHash {

    private static final long BASE = 0x9e3779b97f4a7c15L;

    /** Powers of the base for stretches of usual length. */
    private static final long[] POWERS = new long[4096];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * BASE;
        }
    }

    private RollingHash() {}

    /** The hash of what had a hash, followed by more characters. */
    static long append(long hash, char[] text, int from, int to) {
        long result = hash;
        for (int i = from; i < to; i++) {
            result = result * BASE + text[i] + 1;
        }
        return result;
    }

    /** The hash of the last characters of what has the second hash, the first without them. */
    static long between(long before, long whole, int characters) {
        return whole - before * power(characters);
    }

    private static long power(int exponent) {
        if (exponent < POWERS.length) {
            return POWERS[exponent];
        }
        long half = power(exponent / 2);
        return exponent % 2 == 0 ? half * half : half * half * BASE;
    }
}
