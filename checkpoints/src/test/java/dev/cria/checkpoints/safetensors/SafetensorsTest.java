package dev.cria.checkpoints.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {

    @TempDir private Path dir;

    @Test
    void writtenTensorsAreReadBack() {
        Path file = dir.resolve("a.safetensors");
        TensorInfo weights = new TensorInfo("w", DType.F32, Shape.of(2, 3));
        TensorInfo empty = new TensorInfo("empty", DType.I64, Shape.of(0, 4));
        TensorInfo scalar = new TensorInfo("\u7f8a \"x\"", DType.U8, Shape.of());
        ByteBuffer floats = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            floats.putFloat(i * 0.5f);
        }
        SafetensorsWriter.write(
                file,
                List.of(
                        TensorData.of(scalar, ByteBuffer.wrap(new byte[] {7})),
                        TensorData.of(empty, ByteBuffer.allocate(0)),
                        TensorData.of(weights, floats.flip())),
                Map.of("format", "pt", "note", "tiny"));
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertEquals(Map.of("format", "pt", "note", "tiny"), read.metadata());
            assertEquals(List.of(empty, weights, scalar), new ArrayList<>(read.tensors().values()));
            assertEquals(2.5f, read.bytes("w").asFloatBuffer().get(5));
            assertEquals(1.5f, read.bytes("w", 12, 4).getFloat());
            assertEquals(0, read.bytes("empty").remaining());
            assertTrue(read.bytes("w").isReadOnly());
            assertThrows(IndexOutOfBoundsException.class, () -> read.bytes("w", 21, 4));
            assertThrows(IllegalArgumentException.class, () -> read.bytes("v"));
        }
    }

    @Test
    void theDataBeginsAtAMultipleOfEight() throws IOException {
        for (String name : List.of("a", "ab", "abc", "abcd", "abcde")) {
            Path file = dir.resolve(name);
            TensorInfo info = new TensorInfo(name, DType.U8, Shape.of(1));
            SafetensorsWriter.write(
                    file, List.of(TensorData.of(info, ByteBuffer.wrap(new byte[1]))), Map.of());
            assertEquals(1, Files.size(file) % 8);
        }
    }

    @Test
    void everyTensorBeginsAtAMultipleOfItsElementsSize() {
        Path file = dir.resolve("mixed");
        List<TensorData> tensors = new ArrayList<>();
        for (DType type : DType.values()) {
            for (int size : new int[] {3, 0, 5}) {
                TensorInfo info = new TensorInfo(type + "-" + size, type, Shape.of(size));
                tensors.add(TensorData.of(info, ByteBuffer.allocate((int) info.byteSize())));
            }
        }
        Collections.shuffle(tensors, new Random(5));
        SafetensorsWriter.write(file, tensors, Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertEquals(tensors.size(), read.tensors().size());
            for (TensorInfo info : read.tensors().values()) {
                long begin = read.region(info.name()).orElseThrow().offset();
                assertEquals(0, begin % info.dtype().bytes(), info.name());
            }
        }
    }

    @Test
    void aCopyOfAGoldenFileIsEqualByteForByte() throws IOException {
        Path golden = Shared.path("golden/model-30/model.safetensors");
        Path copy = dir.resolve("copy");
        try (SafetensorsFile source = SafetensorsFile.open(golden)) {
            List<TensorData> tensors =
                    source.tensors().values().stream()
                            .map(info -> TensorData.of(info, source))
                            .toList();
            SafetensorsWriter.write(copy, tensors, source.metadata());
        }
        assertEquals(-1, Files.mismatch(golden, copy));
    }

    @Test
    void aFileLargerThanTwoGibibytesIsReadAtItsEnd() throws IOException {
        long large = (1L << 31) + 64;
        String header =
                "{\"big\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                                .formatted(large, large)
                        + "\"last\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
                                .formatted(large, large + 4);
        Path file = dir.resolve("sparse");
        Files.write(file, bytes(header, 0));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            long data = sparse.length();
            sparse.setLength(data + large + 4);
            sparse.seek(data + large - 1);
            sparse.write(new byte[] {9, 42, 0, 0, 0});
        }
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertEquals(42, read.bytes("last").getInt());
            assertEquals(9, read.bytes("big", large - 1, 1).get());
            assertThrows(IllegalArgumentException.class, () -> read.bytes("big"));
        }
    }

    @Test
    void aClosedFileIsNotRead() {
        Path file = dir.resolve("a");
        TensorInfo info = new TensorInfo("w", DType.U8, Shape.of(1));
        SafetensorsWriter.write(
                file, List.of(TensorData.of(info, ByteBuffer.wrap(new byte[1]))), Map.of());
        SafetensorsFile read = SafetensorsFile.open(file);
        read.close();
        assertThrows(IllegalStateException.class, () -> read.bytes("w"));
    }

    @Test
    void contentOfTheWrongLengthLeavesNoFile() throws IOException {
        TensorData liar =
                new TensorData(new TensorInfo("w", DType.F32, Shape.of(4)), channel -> {});
        Path file = dir.resolve("liar");
        assertThrows(
                IllegalStateException.class,
                () -> SafetensorsWriter.write(file, List.of(liar), Map.of()));
        try (var left = Files.list(dir)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "  {}",
                "{",
                "{}x",
                "{} {}",
                "{\"a\":1}",
                "{\"a\":{}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8],\"b\":1}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[7],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-8],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8.0],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[16],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
                "{\"__metadata__\":{\"a\":1},\"a\":{\"dtype\":\"U8\",\"shape\":[8],"
                        + "\"data_offsets\":[0,8]}}",
            })
    void hostileHeadersAreRefused(String header) throws IOException {
        Path file = dir.resolve("hostile.safetensors");
        Files.write(file, bytes(header, 8));
        CorruptFileException refused =
                assertThrows(CorruptFileException.class, () -> SafetensorsFile.open(file));
        assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
    }

    @Test
    void aDeepHeaderIsRefused() throws IOException {
        Path file = dir.resolve("deep");
        Files.write(file, bytes("{\"a\":" + "[".repeat(100_000), 0));
        assertThrows(CorruptFileException.class, () -> SafetensorsFile.open(file));
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        byte[] utf16 = "{\"__metadata__\":{}}".getBytes(StandardCharsets.UTF_16LE);
        byte[] broken = "{\"__metadata__\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
        broken[broken.length - 4] = (byte) 0xff;
        for (byte[] header : List.of(utf16, broken)) {
            Path file = dir.resolve("encoded");
            Files.write(file, bytes(header, 0));
            assertThrows(CorruptFileException.class, () -> SafetensorsFile.open(file));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 9, 100_000_001, Long.MAX_VALUE})
    void aLyingHeaderLengthIsRefusedBeforeAnythingIsAllocated(long length) throws IOException {
        Path file = dir.resolve("length");
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes.array());
        assertThrows(CorruptFileException.class, () -> SafetensorsFile.open(file));
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        byte[] whole = bytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}", 8);
        Path file = dir.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThrows(CorruptFileException.class, () -> SafetensorsFile.open(file));
        }
        Files.write(file, whole);
        SafetensorsFile.open(file).close();
    }

    @Test
    void anUnsupportedTypeIsNamedButNotCalledDamage() throws IOException {
        Path file = dir.resolve("f8");
        Files.write(
                file,
                bytes("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", 8));
        UserException refused = assertThrows(UserException.class, () -> SafetensorsFile.open(file));
        assertTrue(refused.getMessage().contains("F8_E4M3"), refused.getMessage());
        assertFalse(refused instanceof CorruptFileException);
    }

    private static byte[] bytes(String header, int dataBytes) {
        return bytes(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private static byte[] bytes(byte[] header, int dataBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes);
        bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
        return bytes.array();
    }
}
