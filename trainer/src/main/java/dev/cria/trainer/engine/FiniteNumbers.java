package dev.cria.trainer.engine;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** Looks for infinities and NaN among fp32 numbers. */
public final class FiniteNumbers {

    /** Numbers that are looked at together; their bits fit the first cache of a core. */
    private static final int CHUNK = 4096;

    /** Elements of an array that are looked at together. */
    private static final int WINDOW = 1 << 22;

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int LEAST_EXPONENT = 0x00800000;

    private FiniteNumbers() {}

    /** Whether all numbers of a contiguous fp32 array are finite. */
    public static boolean allIn(NDArray array) {
        boolean[] finite = {true};
        try {
            for (long from = 0; from < array.size() && finite[0]; from += WINDOW) {
                int count = (int) Math.min(WINDOW, array.size() - from);
                HostWindow.read(array, from, count, bytes -> finite[0] = allIn(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return finite[0];
    }

    /** Whether all of the remaining bytes, little-endian fp32, are finite; does not read them. */
    public static boolean allIn(ByteBuffer bytes) {
        IntBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] bits = new int[CHUNK];
        while (rest.hasRemaining()) {
            int count = Math.min(CHUNK, rest.remaining());
            rest.get(bits, 0, count);
            // An exponent of ones alone overflows into the sign. No branch: the loop is vectorised.
            int overflows = 0;
            for (int i = 0; i < count; i++) {
                overflows |= (bits[i] & MAGNITUDE) + LEAST_EXPONENT;
            }
            if (overflows < 0) {
                return false;
            }
        }
        return true;
    }
}
