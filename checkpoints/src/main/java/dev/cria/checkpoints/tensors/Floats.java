package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Conversions between F32, F16 (IEEE 754 binary16) and BF16 (the upper half of an F32), rounding to
 * the nearest value and ties to even, as PyTorch does. NaN stays NaN, overflow becomes infinity.
 */
public final class Floats {

    private Floats() {}

    public static float fromHalf(short half) {
        int magnitude = half & 0x7fff;
        int sign = (half & 0x8000) << 16;
        if (magnitude >= 0x7c00) {
            return Float.intBitsToFloat(sign | 0x7f800000 | ((magnitude & 0x3ff) << 13));
        }
        // Scaling by 2^112 moves the exponent bias from 15 to 127, for subnormals too.
        float value = Float.intBitsToFloat(magnitude << 13) * 0x1p112f;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(value));
    }

    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
        }
        if (magnitude >= 0x477ff000) { // 65520, half way between the largest F16 and 2^16
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14, the smallest normal F16
            // One unit in the last place of 0.5f is 2^-24, the smallest F16: the sum rounds for us.
            int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f);
            return (short) (sign | (rounded - 0x3f000000));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }

    public static float fromBfloat16(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }

    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /**
     * Reads all of {@code stored}, whose position stays, into {@code floats}, whose position
     * advances.
     *
     * @throws IllegalArgumentException when the type does not hold real numbers
     */
    public static void decode(DType type, ByteBuffer stored, FloatBuffer floats) {
        ByteBuffer bytes = stored.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> {
                for (DoubleBuffer doubles = bytes.asDoubleBuffer(); doubles.hasRemaining(); ) {
                    floats.put((float) doubles.get());
                }
            }
            case F32 -> floats.put(bytes.asFloatBuffer());
            case F16 -> {
                for (ShortBuffer halves = bytes.asShortBuffer(); halves.hasRemaining(); ) {
                    floats.put(fromHalf(halves.get()));
                }
            }
            case BF16 -> {
                for (ShortBuffer halves = bytes.asShortBuffer(); halves.hasRemaining(); ) {
                    floats.put(fromBfloat16(halves.get()));
                }
            }
            default -> throw new IllegalArgumentException(type + " holds no real numbers");
        }
    }

    /**
     * Writes all of {@code floats} to {@code stored}; both positions advance.
     *
     * @throws IllegalArgumentException when the type does not hold real numbers
     */
    public static void encode(DType type, FloatBuffer floats, ByteBuffer stored) {
        int bytes = floats.remaining() * type.bytes();
        ByteBuffer target = stored.slice(stored.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> {
                for (DoubleBuffer doubles = target.asDoubleBuffer(); floats.hasRemaining(); ) {
                    doubles.put(floats.get());
                }
            }
            case F32 -> target.asFloatBuffer().put(floats);
            case F16 -> {
                for (ShortBuffer halves = target.asShortBuffer(); floats.hasRemaining(); ) {
                    halves.put(toHalf(floats.get()));
                }
            }
            case BF16 -> {
                for (ShortBuffer halves = target.asShortBuffer(); floats.hasRemaining(); ) {
                    halves.put(toBfloat16(floats.get()));
                }
            }
            default -> throw new IllegalArgumentException(type + " holds no real numbers");
        }
        stored.position(stored.position() + bytes);
    }
}
