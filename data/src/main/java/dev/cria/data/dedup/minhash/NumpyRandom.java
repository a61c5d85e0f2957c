package dev.cria.data.dedup.minhash;

/**
 * The numbers of {@code numpy.random.RandomState(seed)}: the Mersenne twister MT19937 (Matsumoto
 * and Nishimura 1998), and bounded numbers by masks and rejection.
 */
final class NumpyRandom {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int at = SIZE;

    /**
     * @param seed from 0 to 2^32 - 1
     */
    NumpyRandom(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** A number from one to before another, as {@code randint(from, to, dtype=numpy.uint64)}. */
    long between(long from, long to) {
        long range = to - from - 1;
        long mask = range == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(range);
        long value = nextLong() & mask;
        while (Long.compareUnsigned(value, range) > 0) {
            value = nextLong() & mask;
        }
        return from + value;
    }

    private long nextLong() {
        long high = nextInt();
        return high << 32 | (nextInt() & 0xFFFFFFFFL);
    }

    private int nextInt() {
        if (at == SIZE) {
            twist();
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7FFFFFFF);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) * 0x9908B0DF);
        }
        at = 0;
    }
}
