package dev.cria.data.heuristic;

/**
 * Polynomial hashes of characters modulo 2^61 - 1, from which those of any stretch follow by the
 * hashes of what is in front of its beginning and its end.
 */
final class RollingHash {

    private static final long PRIME = (1L << 61) - 1;
    private static final long BASE = 0x1f3a5c7b9d2e4f61L % PRIME;

    /** Powers of the base for stretches of usual length. */
    private static final long[] POWERS = new long[4096];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = multiply(POWERS[i - 1], BASE);
        }
    }

    private RollingHash() {}

    /** The hash of what had a hash, followed by more characters. */
    static long append(long hash, char[] text, int from, int to) {
        long result = hash;
        for (int i = from; i < to; i++) {
            result = reduce(multiply(result, BASE) + text[i] + 1);
        }
        return result;
    }

    /** The hash of the last characters of what has the second hash, the first without them. */
    static long between(long before, long whole, int characters) {
        return reduce(whole + PRIME - multiply(before, power(characters)));
    }

    private static long power(int exponent) {
        if (exponent < POWERS.length) {
            return POWERS[exponent];
        }
        long half = power(exponent / 2);
        long square = multiply(half, half);
        return exponent % 2 == 0 ? square : multiply(square, BASE);
    }

    private static long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        return reduce((low & PRIME) + ((high << 3) | (low >>> 61)));
    }

    private static long reduce(long value) {
        return value >= PRIME ? value - PRIME : value;
    }
}
