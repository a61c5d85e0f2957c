package dev.cria.trainer.optim;

import dev.cria.trainer.engine.DynamicMap;
import java.util.Arrays;

/**
 * How numbers from -1 to 1 become codes of a {@link DynamicMap}.
 *
 * @param values what the codes stand for, ascending
 * @param limits where one code gives way to the next, and infinity: a number has the code {@code c}
 *     if it exceeds the first {@code c} limits only
 */
record ByteCodes(float[] values, float[] limits) {

    /** Numbers are told apart by their exponents from 2^-24 on, and by eight bits of fraction. */
    private static final int LEAST_EXPONENT = -24;

    private static final int EXPONENT_BIAS = 127;
    private static final int FRACTION_BITS = 8;
    private static final int PLACES = (1 - LEAST_EXPONENT) << FRACTION_BITS;

    /** For means of gradients: each number becomes the nearest value. */
    static ByteCodes signed() {
        float[] values = DynamicMap.signed();
        return new ByteCodes(values, limits(values));
    }

    /** For means of squared gradients: the same, but only 0 becomes 0. */
    static ByteCodes unsigned() {
        float[] values = DynamicMap.unsigned();
        float[] limits = limits(values);
        limits[0] = 0;
        return new ByteCodes(values, limits);
    }

    private static float[] limits(float[] values) {
        float[] limits = Arrays.copyOf(DynamicMap.midpoints(values), values.length);
        limits[values.length - 1] = Float.POSITIVE_INFINITY;
        return limits;
    }

    /**
     * The code of the least of all numbers that share sign, exponent and the first bits of the
     * fraction, by these bits: first those from 0 upwards, then, in the second half, those from 0
     * downwards. At most one limit lies among the numbers of a place.
     */
    int[] least() {
        int[] codes = new int[2 * PLACES];
        for (int place = 0; place < PLACES; place++) {
            codes[place] = code(place == 0 ? 0 : magnitude(place));
            codes[PLACES + place] = code(-magnitude(place + 1));
        }
        return codes;
    }

    private static float magnitude(int place) {
        int bits = ((LEAST_EXPONENT + EXPONENT_BIAS) << FRACTION_BITS) + place;
        return Float.intBitsToFloat(bits << (23 - FRACTION_BITS));
    }

    /** The number of limits that a number exceeds. */
    int code(float number) {
        int code = 0;
        while (number > limits[code]) {
            code++;
        }
        return code;
    }
}
