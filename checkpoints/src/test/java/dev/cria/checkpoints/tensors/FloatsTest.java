package dev.cria.checkpoints.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloatsTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-2.0, c000",
        "65504.0, 7bff",
        "65519.996, 7bff", // just below half way to 2^16
        "65520.0, 7c00",
        "1e30, 7c00",
        "-Infinity, fc00",
        "-0.0, 8000",
        "6.1035156e-5, 0400", // smallest normal
        "5.9604645e-8, 0001", // smallest subnormal
        "2.9802322e-8, 0000", // half of it: tie to even
        "2.9802326e-8, 0001",
        "8.9406967e-8, 0002", // 1.5 of it: tie to even
        "1.00048828125, 3c00", // 1 + 2^-11: tie to even, down
        "1.00146484375, 3c02", // 1 + 3 * 2^-11: tie to even, up
        "0.333333343, 3555",
    })
    void f16RoundsToTheNearestAndTiesToEven(float value, String hex) {
        assertEquals(hex, "%04x".formatted(Floats.toHalf(value)));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80",
        "3.140625, 4049",
        "1.00390625, 3f80", // 1 + 2^-8: tie to even, down
        "1.01171875, 3f82", // 1 + 3 * 2^-8: tie to even, up
        "3.4028235e38, 7f80", // rounds past the largest
        "-Infinity, ff80",
        "1.4e-45, 0000",
    })
    void bf16RoundsToTheNearestAndTiesToEven(float value, String hex) {
        assertEquals(hex, "%04x".formatted(Floats.toBfloat16(value)));
    }

    @Test
    void everyF16AndBf16SurvivesAsFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            short stored = (short) bits;
            if (!Float.isNaN(Floats.fromHalf(stored))) {
                assertEquals(stored, Floats.toHalf(Floats.fromHalf(stored)), "F16 " + bits);
            }
            if (!Float.isNaN(Floats.fromBfloat16(stored))) {
                assertEquals(
                        stored, Floats.toBfloat16(Floats.fromBfloat16(stored)), "BF16 " + bits);
            }
        }
    }

    @Test
    void nanStaysNan() {
        for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xffffffff, 0xff800001}) {
            float nan = Float.intBitsToFloat(bits);
            assertTrue(Float.isNaN(Floats.fromHalf(Floats.toHalf(nan))));
            assertTrue(Float.isNaN(Floats.fromBfloat16(Floats.toBfloat16(nan))));
        }
    }

    @Test
    void noF16IsNearerThanTheOneChosen() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            float value =
                    (float) ((random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(40) - 24));
            short chosen = Floats.toHalf(value);
            if ((chosen & 0x7fff) >= 0x7bff || (chosen & 0x7fff) == 0) {
                continue;
            }
            BigDecimal distance = distance(value, chosen);
            String message = "seed " + seed + ", value " + value;
            assertTrue(distance.compareTo(distance(value, (short) (chosen + 1))) <= 0, message);
            assertTrue(distance.compareTo(distance(value, (short) (chosen - 1))) <= 0, message);
        }
    }

    @Test
    void everyFloatTypeIsEncodedAndDecoded() {
        for (DType type : List.of(DType.F64, DType.F32, DType.F16, DType.BF16)) {
            float[] values = {1.5f, -0.25f, 0, Float.POSITIVE_INFINITY};
            ByteBuffer stored = ByteBuffer.allocate(3 + 4 * type.bytes()).position(3);
            Floats.encode(type, FloatBuffer.wrap(values), stored);
            assertEquals(0, stored.remaining());
            FloatBuffer read = FloatBuffer.allocate(4);
            Floats.decode(type, stored.position(3), read);
            assertArrayEquals(values, read.array());
        }
    }

    @Test
    void integersAreNotDecoded() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Floats.decode(DType.I32, ByteBuffer.allocate(4), FloatBuffer.allocate(1)));
    }

    private static BigDecimal distance(float value, short half) {
        return new BigDecimal(value).subtract(new BigDecimal(Floats.fromHalf(half))).abs();
    }
}
