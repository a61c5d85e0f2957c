package dev.cria.checkpoints.gguf.blocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.gguf.GgmlType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bytes are those of ggml's own quantisers (libggml-base 0.5.0 of node-llama-cpp 3.22.1,
 * through {@code ggml_quantize_chunk}) and the floats those of the Python package gguf 0.19, to the
 * bit: hashes of both are in ggml-blocks.json.
 */
final class BlockCodecTest {

    private static final int COUNT = 256 * 512;

    @Test
    void theValuesAreThoseOfTheReference() throws Exception {
        assertEquals(reference().get("values").asText(), sha256(bytes(values())));
    }

    @ParameterizedTest
    @EnumSource(
            value = GgmlType.class,
            names = {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"})
    void encodingIsThatOfGgmlBitForBit(GgmlType type) throws Exception {
        String expected = reference().get(type.name()).get("encoded").asText();
        assertEquals(expected, sha256(encode(type, values())));
    }

    @ParameterizedTest
    @EnumSource(
            value = GgmlType.class,
            names = {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"})
    void decodingIsThatOfGgufPyBitForBit(GgmlType type) throws Exception {
        float[] decoded = decode(type, encode(type, values()));
        String expected = reference().get(type.name()).get("decoded").asText();
        assertEquals(expected, sha256(bytes(decoded)));
        double error = reference().get(type.name()).get("error").asDouble();
        assertEquals(error, relativeError(values(), decoded), 1e-9);
    }

    @ParameterizedTest
    @EnumSource(
            value = GgmlType.class,
            names = {"F32", "F16", "BF16"})
    void floatsSurvive(GgmlType type) {
        float[] values = {0, 1, -1.5f, 0.25f, 1024};
        assertArrayEquals(values, decode(type, encode(type, values)));
    }

    @ParameterizedTest
    @EnumSource(
            value = GgmlType.class,
            names = {"Q4_K", "Q5_K", "Q6_K"})
    void blocksDoNotDependOnTheirNeighbours(GgmlType type) {
        float[] values = values();
        int blockBytes = encode(type, new float[256]).length;
        byte[] whole = encode(type, values);
        for (int block = 0; block < 40; block++) {
            ByteBuffer alone = ByteBuffer.allocate(blockBytes).order(ByteOrder.LITTLE_ENDIAN);
            type.codec().encode(values, 256 * block, 256, alone);
            assertEquals(
                    ByteBuffer.wrap(whole, blockBytes * block, blockBytes),
                    alone.flip(),
                    "" + block);
        }
    }

    private static float[] values() {
        return SampleValues.of(COUNT, 1);
    }

    private static byte[] encode(GgmlType type, float[] values) {
        ByteBuffer stored = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        type.codec().encode(values, 0, values.length, stored);
        byte[] written = new byte[stored.flip().remaining()];
        stored.get(written);
        return written;
    }

    private static float[] decode(GgmlType type, byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[stored.length / type.blockBytes() * type.blockElements()];
        type.codec().decode(bytes, values, 0, values.length);
        assertTrue(!bytes.hasRemaining());
        return values;
    }

    private static double relativeError(float[] values, float[] decoded) {
        double errors = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            errors += Math.pow((double) decoded[i] - values[i], 2);
            squares += Math.pow(values[i], 2);
        }
        return Math.sqrt(errors / squares);
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = BlockCodecTest.class.getResourceAsStream("ggml-blocks.json")) {
            return new JsonMapper().readTree(in);
        }
    }
}
