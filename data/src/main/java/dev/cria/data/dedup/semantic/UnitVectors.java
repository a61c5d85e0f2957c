package dev.cria.data.dedup.semantic;

/**
 * Vectors of length 1 as 16-bit integers. Products are exact in 32 bits, in any order of summing:
 * by Cauchy and Schwarz no part of a product of unit vectors is larger than 1, here 2^30. So
 * results do not depend on threads.
 */
final class UnitVectors {

    static final int SCALE = Short.MAX_VALUE - 1;

    private UnitVectors() {}

    /** Rounds the components; cosines are off by less than 1e-4. */
    static short[] of(float[] unit) {
        short[] vector = new short[unit.length];
        for (int i = 0; i < unit.length; i++) {
            vector[i] = (short) Math.round(unit[i] * SCALE);
        }
        return vector;
    }

    /** The vector of length 1 in the direction of a sum of vectors; null of 0. */
    static short[] direction(long[] sums, int offset, int width) {
        double square = 0;
        for (int i = 0; i < width; i++) {
            square += (double) sums[offset + i] * sums[offset + i];
        }
        if (square == 0) {
            return null;
        }
        short[] vector = new short[width];
        for (int i = 0; i < width; i++) {
            vector[i] = (short) Math.round(sums[offset + i] / Math.sqrt(square) * SCALE);
        }
        return vector;
    }

    /** The product of two vectors, times the square of the scale. */
    static int dot(short[] a, int offsetA, short[] b, int offsetB, int width) {
        int sum = 0;
        for (int i = 0; i < width; i++) {
            sum += a[offsetA + i] * b[offsetB + i];
        }
        return sum;
    }

    /** The least product of vectors of a cosine. */
    static long product(double cosine) {
        return (long) Math.ceil(cosine * SCALE * SCALE);
    }
}
