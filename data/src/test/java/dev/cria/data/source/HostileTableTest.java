package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.ParquetWriter;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.document.Document;
import dev.cria.testing.Hostile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows S5 and S13: tables that lie about themselves. Each is read by a process, so there are few;
 * {@code -Dcria.files} changes how many.
 */
@Tag("fuzz")
final class HostileTableTest {

    private static final int FILES = Integer.getInteger("cria.files", 8);
    private static final String TEXT = "one two three four five six seven eight nine ten";
    private static final int BOMB_BYTES = 591_162_303;

    @TempDir Path folder;

    @Test
    void aPageThatLiesAboutItsSizeIsRefused() throws IOException {
        byte[] bomb = bomb(parquet());
        assertTrue(bomb.length < 1000, () -> "of " + bomb.length);
        Path file = Files.write(folder.resolve("bomb.parquet"), bomb);
        CorruptFileException error = assertThrows(CorruptFileException.class, () -> drain(file));
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    @Test
    void aHeaderThatLiesAboutThePageIsRefusedBeforeAnythingIsUnpacked() throws IOException {
        byte[] sound = parquet();
        Path file = Files.write(folder.resolve("header.parquet"), withHeader(sound, BOMB_BYTES));
        String why = assertThrows(CorruptFileException.class, () -> drain(file)).getMessage();
        assertTrue(why.contains("column text claims to unpack"), why);
        assertTrue(why.contains("bytes to " + BOMB_BYTES), why);
    }

    @Test
    void damagedTablesAreReadOrRefused() throws IOException {
        long seed = Long.getLong("cria.seed", System.nanoTime());
        System.out.println("HostileTableTest seed " + seed);
        Random random = new Random(seed);
        Path sound = folder.resolve("sound.arrow");
        try (DocumentWriter writer = new ArrowDocumentWriter(sound)) {
            writer.write(Document.of("1", "one", "here"));
        }
        List<byte[]> whole =
                List.of(
                        Files.readAllBytes(sound),
                        parquet(),
                        nested("messages.stream.arrow"),
                        nested("messages.parquet"));
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = whole.get(i % whole.size()).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = folder.resolve(i + (i % 2 == 0 ? ".arrow" : ".parquet"));
            Files.write(file, bytes);
            Hostile.read(() -> drain(file));
        }
    }

    /** Rows with lists of structures. */
    private static byte[] nested(String name) throws IOException {
        try (var stream =
                HostileTableTest.class.getResourceAsStream("../dataset/formats/" + name)) {
            return stream.readAllBytes();
        }
    }

    /** Asks every row for its document; that it has none is an answer too. */
    static void drain(Path file) {
        try (RowReader rows = SourceFormat.open(SourceFile.of(file), Columns.DEFAULT)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    row.document();
                } catch (BadRowException bad) {
                    assertTrue(!bad.getMessage().isBlank());
                }
            }
        }
    }

    /** A file of one column, so that nothing follows its only page but the footer. */
    private byte[] parquet() throws IOException {
        MessageType schema =
                Types.buildMessage()
                        .required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named("text")
                        .named("document");
        Path file = folder.resolve("sound.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<String> writer =
                ParquetWriter.writeFile(
                        schema, file.toFile(), (text, row) -> row.write("text", text))) {
            writer.write(TEXT);
        }
        return Files.readAllBytes(file);
    }

    /**
     * The same with another size where the packed page begins, which is a varint; the page ends
     * that much earlier, so that everything else stays where it is.
     */
    private static byte[] bomb(byte[] sound) {
        int text = new String(sound, StandardCharsets.ISO_8859_1).indexOf("one two");
        int size = text - 4 - 1 - 1; // behind it: what follows, and the length of the text
        byte[] claim = varint(BOMB_BYTES);
        byte[] bytes = sound.clone();
        System.arraycopy(claim, 0, bytes, size, claim.length);
        System.arraycopy(sound, size + 1, bytes, size + claim.length, TEXT.length());
        return bytes;
    }

    /** The same with another size in the header of its page, which ends as much earlier. */
    private static byte[] withHeader(byte[] sound, int unpacked) throws IOException {
        int begin = 4; // behind the magic number
        ByteArrayInputStream in = new ByteArrayInputStream(sound, begin, sound.length - begin);
        PageHeader header = Util.readPageHeader(in);
        int oldLength = sound.length - begin - in.available();
        header.setUncompressed_page_size(unpacked);
        ByteArrayOutputStream claim = new ByteArrayOutputStream();
        Util.writePageHeader(header, claim);
        int longer = claim.size() - oldLength;
        header.setCompressed_page_size(header.getCompressed_page_size() - longer);
        claim.reset();
        Util.writePageHeader(header, claim);
        assertEquals(oldLength + longer, claim.size());
        byte[] bytes = sound.clone();
        System.arraycopy(claim.toByteArray(), 0, bytes, begin, claim.size());
        return bytes;
    }

    private static byte[] varint(int number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rest = number;
        while (rest >= 0x80) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return bytes.toByteArray();
    }
}
