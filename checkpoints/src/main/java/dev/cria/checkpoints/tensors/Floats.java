package dev.cria.checkpoints.tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Conversion between stored real numbers and single precision, rounding to nearest even. */
public final class Floats {

    private Floats() {}

    /** Reads all of {@code stored} into {@code floats}. */
    public static void decode(DType dtype, ByteBuffer stored, FloatBuffer floats) {
        ByteBuffer bytes = stored.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case F32 -> floats.put(bytes.asFloatBuffer());
            case F64 -> {
                while (bytes.hasRemaining()) {
                    floats.put((float) bytes.getDouble());
                }
            }
            case F16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                while (halves.hasRemaining()) {
                    floats.put(fromHalf(halves.get()));
                }
            }
            case BF16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                while (halves.hasRemaining()) {
                    floats.put(fromBfloat16(halves.get()));
                }
            }
            default -> throw new IllegalArgumentException(dtype + " holds no real numbers");
        }
    }

    /** Writes all of {@code floats} to {@code stored}. */
    public static void encode(DType dtype, FloatBuffer floats, ByteBuffer stored) {
        stored.order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            float value = floats.get();
            switch (dtype) {
                case F32 -> stored.putFloat(value);
                case F64 -> stored.putDouble(value);
                case F16 -> stored.putShort(toHalf(value));
                case BF16 -> stored.putShort(toBfloat16(value));
                default -> throw new IllegalArgumentException(dtype + " holds no real numbers");
            }
        }
    }

    /** The value of a bfloat16. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16; ties to even, NaN stays NaN. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    /** The value of an IEEE half. */
    public static float fromHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (mantissa << 13));
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    /** The nearest IEEE half; ties to even, too large becomes infinite, NaN stays NaN. */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= 0x477FF000) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x38800000) {
            // Subnormal halves are multiples of 2^-24; Math.rint rounds ties to even.
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }
}
