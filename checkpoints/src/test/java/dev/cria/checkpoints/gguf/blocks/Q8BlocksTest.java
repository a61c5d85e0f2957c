package dev.cria.checkpoints.gguf.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Q8BlocksTest {

    @Test
    void theLargestValueBecomes127AndHalvesRoundAwayFromZero() {
        float[] values = new float[Q8Blocks.BLOCK];
        values[0] = -127;
        values[1] = 0.5f;
        values[2] = -0.5f;
        values[3] = 2.5f;
        values[4] = 2.4f;
        ByteBuffer stored = encode(values);
        assertEquals(0x3c00, stored.getShort(0), "the scale is 1");
        assertEquals(-127, stored.get(2));
        assertEquals(1, stored.get(3));
        assertEquals(-1, stored.get(4));
        assertEquals(3, stored.get(5));
        assertEquals(2, stored.get(6));
    }

    @Test
    void zerosStayZero() {
        ByteBuffer stored = encode(new float[Q8Blocks.BLOCK]);
        while (stored.hasRemaining()) {
            assertEquals(0, stored.get());
        }
    }

    @Test
    void theErrorIsAtMostHalfAStepAndTheRoundingOfTheScale() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[] values = new float[64 * Q8Blocks.BLOCK];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        ByteBuffer stored = encode(values);
        for (int i = 0; i < values.length; i++) {
            int block = i / Q8Blocks.BLOCK * 34;
            float scale = Floats.fromHalf(stored.getShort(block));
            float read = scale * stored.get(block + 2 + i % Q8Blocks.BLOCK);
            double most = scale * (0.5 + 127 * 0x1p-11) * 1.001;
            assertTrue(Math.abs(read - values[i]) <= most, "seed " + seed + ", element " + i);
        }
    }

    private static ByteBuffer encode(float[] values) {
        ByteBuffer stored =
                ByteBuffer.allocate(values.length / Q8Blocks.BLOCK * 34)
                        .order(ByteOrder.LITTLE_ENDIAN);
        new Q8Blocks().encode(values, 0, values.length, stored);
        return stored.flip();
    }
}
