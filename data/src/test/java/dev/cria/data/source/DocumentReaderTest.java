package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentReaderTest {

    @TempDir Path folder;

    @Test
    void readsTheFieldsOfJsonl() throws IOException {
        Path file =
                file(
                        "a.jsonl",
                        "{\"id\":\"x\",\"text\":\"春眠\",\"source\":\"s\",\"language\":\"zh\","
                                + "\"year\":1851,\"note\":null}\n\n{\"text\":\"two\"}");
        assertEquals(
                List.of(
                        new Document("x", "春眠", "", "s", "zh", Map.of("year", "1851")),
                        new Document("a.jsonl:3", "two", "", "a.jsonl", "", Map.of())),
                read(file, new BadRows(0)));
    }

    @Test
    void namesBadRowsAndSkipsThem() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(
                "{\"text\":\"good\"}\n{\"text\":7}\n[1]\n{\"text\":\n"
                        .getBytes(StandardCharsets.UTF_8));
        bytes.write(new byte[] {'{', '"', (byte) 0xff, '"', '}', '\n'});
        bytes.write(
                "{\"text\":\" \"}\n{\"text\":\"also good\"}\n".getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("a.jsonl");
        Files.write(file, bytes.toByteArray());
        BadRows badRows = new BadRows(5);

        List<Document> documents = read(file, badRows);

        assertEquals(List.of("good", "also good"), documents.stream().map(Document::text).toList());
        assertEquals(5, badRows.count());
        for (int i = 0; i < 5; i++) {
            assertTrue(
                    badRows.examples().get(i).startsWith(file + ":" + (i + 2) + ": "),
                    badRows.examples().get(i));
        }
    }

    @Test
    void oneBadRowBeyondTheLimitIsFatal() throws IOException {
        Path file = file("a.jsonl", "no\nno\nno\n");
        assertEquals(List.of(), read(file, new BadRows(3)));
        UserException error = assertThrows(UserException.class, () -> read(file, new BadRows(2)));
        assertTrue(error.getMessage().startsWith(file + ":3: "), error.getMessage());
    }

    @Test
    void gzipReadsAsPlainText() throws IOException {
        Path file = folder.resolve("a.jsonl.gz");
        Files.write(file, gzip("{\"text\":\"春眠不觉晓\"}\n"));
        assertEquals("春眠不觉晓", read(file, new BadRows(0)).get(0).text());
    }

    @Test
    void everyCutGzipFileIsRefusedByName() throws IOException {
        byte[] whole = gzip("{\"text\":\"春眠不觉晓\"}\n".repeat(3));
        Path file = folder.resolve("a.jsonl.gz");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            CorruptFileException error =
                    assertThrows(CorruptFileException.class, () -> read(file, new BadRows(0)));
            assertTrue(error.getMessage().contains("a.jsonl.gz"), error.getMessage());
        }
    }

    @Test
    void linesLongerThanTheBufferStayWhole() throws IOException {
        String text = "长".repeat(100_000);
        Path file = file("a.jsonl", "{\"text\":\"" + text + "\"}\n{\"text\":\"end\"}\n");
        List<Document> documents = read(file, new BadRows(0));
        assertEquals(List.of(text, "end"), documents.stream().map(Document::text).toList());
    }

    @Test
    void aTextFileIsOneDocumentUnlessFormFeedsDivideIt() throws IOException {
        assertEquals(
                List.of("one\n\nstill one"),
                texts(read(file("a.txt", "one\r\n\r\nstill one\r\n"), new BadRows(0))));
        List<Document> divided = read(file("b.txt", "one\n\f\n\ftwo\n\f\n"), new BadRows(0));
        assertEquals(2, divided.size());
        assertEquals("b.txt:1", divided.get(0).id());
        assertEquals("b.txt:3", divided.get(1).id());
    }

    @Test
    void aFolderStandsForItsReadableFilesByName() throws IOException {
        Path second = file("b.txt", "b");
        Path first = file("a.jsonl", "{\"text\":\"a\"}");
        file("notes.doc", "not text");
        assertEquals(List.of(first, second), SourceFiles.under(List.of(folder)));
    }

    @Test
    void missingAndUnknownFilesAreNamed() throws IOException {
        Path missing = folder.resolve("missing.jsonl");
        Path unknown = file("a.pdf", "?");
        for (Path file : List.of(missing, unknown)) {
            UserException error =
                    assertThrows(UserException.class, () -> read(file, new BadRows(0)));
            assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<String> texts(List<Document> documents) {
        return documents.stream().map(Document::text).toList();
    }

    private static List<Document> read(Path file, BadRows badRows) {
        List<Document> documents = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file, badRows)) {
            reader.forEachRemaining(documents::add);
        }
        return documents;
    }
}
