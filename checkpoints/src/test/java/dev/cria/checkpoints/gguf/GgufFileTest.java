package dev.cria.checkpoints.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufFileTest {

    /** Bytes of magic, version and the two counts. */
    private static final int HEAD = 24;

    @TempDir private Path dir;
    private Path file;
    private byte[] sound;

    @BeforeEach
    void writeASmallFile() throws IOException {
        file = dir.resolve("small.gguf");
        GgufMetadata metadata =
                new GgufMetadata()
                        .string("name", "small")
                        .uint32("big", 0xffffffffL)
                        .bool("yes", true)
                        .float32("half", 0.5)
                        .strings("words", List.of("a", "", "\u7f8a"))
                        .int32s("numbers", List.of(-1, 2));
        GgufWriter.write(
                file,
                metadata,
                List.of(
                        new GgufWriter.Entry(
                                "first",
                                GgmlType.F32,
                                Shape.of(3),
                                channel -> channel.write(ByteBuffer.allocate(12))),
                        new GgufWriter.Entry(
                                "second",
                                GgmlType.Q8_0,
                                Shape.of(2, 32),
                                channel -> channel.write(ByteBuffer.allocate(68)))));
        sound = Files.readAllBytes(file);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        GgufFile read = GgufFile.open(file);
        assertEquals("small", read.metadata().get("name"));
        assertEquals(0xffffffffL, read.metadata().get("big"));
        assertEquals(true, read.metadata().get("yes"));
        assertEquals(0.5, read.metadata().get("half"));
        assertEquals(List.of("a", "", "\u7f8a"), read.metadata().get("words"));
        assertEquals(List.of(-1L, 2L), read.metadata().get("numbers"));
        assertEquals(
                new GgufTensor("second", GgmlType.Q8_0, Shape.of(2, 32), 32),
                read.tensors().get("second"));
        assertEquals(0, read.dataStart() % 32);
    }

    @Test
    void aFileOfPythonsWriterIsRead() {
        GgufFile read = GgufFile.open(Shared.path("models/stories260k/stories260K-F32.gguf"));
        assertEquals("llama", read.metadata().get("general.architecture"));
        assertEquals(Shape.of(512, 64), read.tensors().get("token_embd.weight").shape());
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        int needed = sound.length - 28; // the last tensor's padding may be absent
        for (int length = 0; length < needed; length++) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThrows(CorruptFileException.class, () -> GgufFile.open(file), "" + length);
        }
    }

    @Test
    void lyingCountsAreRefusedBeforeAnythingIsAllocated() throws IOException {
        for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 30, 1000}) {
            for (int at : new int[] {8, 16, HEAD}) {
                GgufBytes patch = new GgufBytes();
                patch.int64(count);
                refuse(at, patch.toByteArray());
            }
        }
    }

    @Test
    void unknownVersionsAndTypesAreRefused() throws IOException {
        refuse(4, new byte[] {4, 0, 0, 0});
        refuse(HEAD + 12, new byte[] {13, 0, 0, 0});
        refuse(0, "ggml".getBytes(UTF_8));
    }

    @Test
    void repeatedKeysAndTensorsAreRefused() throws IOException {
        refuse(indexOf("big"), "yes".getBytes(UTF_8));
        GgufMetadata none = new GgufMetadata();
        GgufWriter.Entry tensor =
                new GgufWriter.Entry("t", GgmlType.F32, Shape.of(0), channel -> {});
        GgufWriter.write(file, none, List.of(tensor, tensor));
        assertThrows(CorruptFileException.class, () -> GgufFile.open(file));
    }

    @Test
    void deeplyNestedArraysAreRefused() throws IOException {
        GgufBytes bytes = new GgufBytes();
        bytes.int32(GgufWriter.MAGIC);
        bytes.int32(GgufWriter.VERSION);
        bytes.int64(0);
        bytes.int64(1);
        bytes.string("nested");
        bytes.int32(ValueType.ARRAY.code());
        for (int i = 0; i < 10_000; i++) {
            bytes.int32(ValueType.ARRAY.code());
            bytes.int64(1);
        }
        Files.write(file, bytes.toByteArray());
        CorruptFileException refused =
                assertThrows(CorruptFileException.class, () -> GgufFile.open(file));
        assertTrue(refused.getMessage().contains("nested"), refused.getMessage());
    }

    @Test
    void changedBytesAreReadOrRefusedButNeverCrash() throws IOException {
        long seed = System.nanoTime();
        System.out.println("GgufFileTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = sound.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Files.write(file, changed);
            try {
                GgufFile.open(file);
            } catch (UserException refused) {
                assertTrue(refused.getMessage().contains(file.toString()), "seed " + seed);
            }
        }
    }

    private void refuse(int at, byte[] patch) throws IOException {
        byte[] changed = sound.clone();
        System.arraycopy(patch, 0, changed, at, patch.length);
        Files.write(file, changed);
        assertThrows(CorruptFileException.class, () -> GgufFile.open(file));
    }

    private int indexOf(String text) {
        return new String(sound, ISO_8859_1).indexOf(text);
    }
}
