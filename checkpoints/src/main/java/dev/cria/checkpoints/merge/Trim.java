package dev.cria.checkpoints.merge;

/**
 * Which numbers of a tensor are the largest by magnitude. Found by counting, in three passes over
 * pieces, so that the tensor need not be held: bit patterns of positive floats are ordered as the
 * floats are.
 *
 * @param threshold bits of the magnitude from which numbers count
 * @param lastTie of those with just that magnitude, the position of the last that counts
 */
record Trim(int threshold, long lastTie) {

    /** Everything counts. */
    static final Trim NONE = new Trim(0, Long.MAX_VALUE);

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int LOW_BITS = 16;
    private static final int LOW = (1 << LOW_BITS) - 1;

    /** Takes a number of a tensor and its position. */
    interface Sink {

        /** Called in the order of positions. */
        void accept(long position, float value);
    }

    /** A tensor that can be gone through several times. */
    interface Numbers {

        /** Gives every number to the sink. */
        void forEach(Sink sink);
    }

    /** Whether a number counts. */
    boolean keeps(long position, float value) {
        int magnitude = Float.floatToRawIntBits(value) & MAGNITUDE;
        return magnitude > threshold || (magnitude == threshold && position <= lastTie);
    }

    /** The {@code count} largest of the numbers; of equal ones those that come first. */
    static Trim largest(long count, Numbers numbers) {
        long[] high = new long[1 << (31 - LOW_BITS)];
        numbers.forEach((position, value) -> high[magnitude(value) >>> LOW_BITS]++);
        long left = count;
        int bin = bin(high, left);
        left -= above(high, bin);
        long[] low = new long[1 << LOW_BITS];
        int upper = bin;
        numbers.forEach(
                (position, value) -> {
                    if (magnitude(value) >>> LOW_BITS == upper) {
                        low[magnitude(value) & LOW]++;
                    }
                });
        int rest = bin(low, left);
        long ties = left - above(low, rest);
        int threshold = bin << LOW_BITS | rest;
        long[] last = {ties, -1};
        numbers.forEach(
                (position, value) -> {
                    if (last[0] > 0 && magnitude(value) == threshold) {
                        last[0]--;
                        last[1] = position;
                    }
                });
        return new Trim(threshold, last[1]);
    }

    private static int magnitude(float value) {
        return Float.floatToRawIntBits(value) & MAGNITUDE;
    }

    /** The bin that the number of the given rank, from the largest, falls into. */
    private static int bin(long[] counts, long rank) {
        long sum = 0;
        int bin = counts.length - 1;
        while (bin > 0 && sum + counts[bin] < rank) {
            sum += counts[bin--];
        }
        return bin;
    }

    private static long above(long[] counts, int bin) {
        long sum = 0;
        for (int i = bin + 1; i < counts.length; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
