package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.document.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of files that others write. */
final class SourceFormatsTest {

    @TempDir Path folder;

    @Test
    void commasAndTabsSeparateColumnsAndTheFirstLineNamesThem() throws IOException {
        Path commas =
                file(
                        "a.csv",
                        "docid,content,year\n1,\"one, \"\"two\"\"\nthree\",1999\n2,,2000\n3,x,\n");
        Columns columns = Columns.of(Map.of("text", "content", "id", "docid"));
        List<String> bad = new ArrayList<>();
        assertEquals(
                List.of(
                        new Document(
                                "1",
                                "one, \"two\"\nthree",
                                "",
                                "a.csv",
                                "",
                                Map.of("year", "1999")),
                        new Document("3", "x", "", "a.csv", "", Map.of())),
                read(commas, columns, bad));
        assertEquals(List.of("2: \"content\" is missing"), bad);
        Path tabs = file("b.tsv", "id\ttext\n7\tseven\n");
        assertEquals("seven", read(tabs, Columns.DEFAULT, bad).get(0).text());
    }

    @Test
    void aMarkdownFileIsOneDocumentWithoutItsFrontMatter() throws IOException {
        Path file = file("a.md", "---\ntitle: x\n---\n\n# One\n\n\f\n\n---\n\ntwo\n");
        List<Document> documents = read(file, Columns.DEFAULT, new ArrayList<>());
        assertEquals(1, documents.size());
        assertEquals("# One\n\n\f\n\n---\n\ntwo", documents.get(0).text());
        assertEquals("a.md:1", documents.get(0).id());
    }

    @Test
    void filesBelowAFolderAreNamedByTheirPathsInIt() throws IOException {
        file("tree/a/x.md", "one");
        file("tree/b/x.md", "two");
        assertEquals(
                List.of("a/x.md", "b/x.md"),
                SourceFiles.named(List.of(folder.resolve("tree"))).stream()
                        .map(SourceFile::name)
                        .toList());
    }

    @Test
    void anotherColumnThatIsCalledLikeAPartIsKeptUnderAnotherName() throws IOException {
        Path file = file("a.jsonl", "{\"content\":\"yes\",\"text\":\"no\"}\n");
        Document document =
                read(file, Columns.of(Map.of("text", "content")), new ArrayList<>()).get(0);
        assertEquals("yes", document.text());
        assertEquals(Map.of("original_text", "no"), document.meta());
    }

    @Test
    void ofACrawlTheMainTextOfGoodPagesIsRead() throws IOException {
        String prose =
                "The old mill stands at the end of the village, where the brook leaves the wood and"
                        + " runs into the meadows, and nobody remembers who built it or when.";
        String html =
                "<html><head><title>The mill</title></head><body><nav><a href=/>Home</a></nav>"
                        + "<h1>The mill</h1><p>%s</p><p>%s</p><ul><li><a href=/a>More</a></ul>"
                                .formatted(prose, prose)
                        + "<footer>All rights reserved by somebody or other since the year of the"
                        + " flood, and longer than any paragraph above it</footer></body></html>";
        Path file =
                packed(
                        "crawl.warc.gz",
                        List.of(
                                response("http://a.example/mill", 200, "text/html", html),
                                response("http://a.example/gone", 404, "text/html", html),
                                response("http://a.example/x.png", 200, "image/png", "?"),
                                response("http://a.example/menu", 200, "text/html", "<a>x</a>")));
        List<String> bad = new ArrayList<>();
        List<Document> documents = read(file, Columns.DEFAULT, bad);
        assertEquals(1, documents.size());
        Document page = documents.get(0);
        assertEquals("http://a.example/mill", page.url());
        assertEquals("The mill\n\n" + prose + "\n\n" + prose, page.text());
        assertEquals("The mill", page.meta().get("title"));
        assertEquals(List.of("4: is a page without a main text"), bad);
    }

    @Test
    void theTextOfConversionsIsRead() throws IOException {
        String text = "春眠不觉晓，\n处处闻啼鸟。";
        Path file =
                packed(
                        "crawl.warc.wet.gz",
                        List.of(
                                warc(
                                        "conversion",
                                        "http://b.example/",
                                        "text/plain",
                                        text,
                                        "WARC-Identified-Content-Language: zho\r\n")));
        Document page = read(file, Columns.DEFAULT, new ArrayList<>()).get(0);
        assertEquals(text, page.text());
        assertEquals("zho", page.meta().get("content_language"));
    }

    @Test
    void aCutCrawlGivesThePagesBeforeTheCut() throws IOException {
        String text = "text ".repeat(2000);
        Path file =
                packed(
                        "crawl.warc.gz",
                        List.of(
                                response("http://a.example/1", 200, "text/plain", text),
                                response("http://a.example/2", 200, "text/plain", text)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        List<Document> documents = new ArrayList<>();
        assertThrows(
                CorruptFileException.class,
                () -> {
                    try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
                        reader.forEachRemaining(documents::add);
                    }
                });
        assertEquals(1, documents.size());
    }

    @Test
    void zstandardReadsAsPlainText() throws IOException {
        Path file = folder.resolve("a.jsonl.zst");
        try (OutputStream stream = Compression.ZSTD.pack(Files.newOutputStream(file))) {
            stream.write("{\"text\":\"one\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("one", read(file, Columns.DEFAULT, new ArrayList<>()).get(0).text());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(
                    CorruptFileException.class,
                    () -> read(file, Columns.DEFAULT, new ArrayList<>()));
        }
    }

    @Test
    void aLineThatIsTooLongIsABadRowAndTheNextIsRead() throws IOException {
        Path file =
                file(
                        "a.jsonl",
                        "{\"text\":\"%s\"}\n{\"text\":\"next\"}\n"
                                .formatted("x".repeat(LineInput.MAX_LINE_BYTES)));
        List<String> bad = new ArrayList<>();
        assertEquals("next", read(file, Columns.DEFAULT, bad).get(0).text());
        assertTrue(bad.get(0).startsWith("1: is longer than "), bad::toString);
    }

    @Test
    void halfASurrogatePairIsABadRow() throws IOException {
        Path file = file("a.jsonl", "{\"text\":\"a\\ud83d\"}\n{\"text\":\"a\\ud83d\\ude00\"}\n");
        List<String> bad = new ArrayList<>();
        assertEquals(1, read(file, Columns.DEFAULT, bad).size());
        assertEquals(List.of("1: holds half a surrogate pair"), bad);
    }

    private static List<Document> read(Path file, Columns columns, List<String> bad) {
        List<Document> documents = new ArrayList<>();
        try (RowReader rows = SourceFormat.open(SourceFile.of(file), columns)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    documents.add(row.document());
                } catch (BadRowException e) {
                    bad.add(row.number() + ": " + e.getMessage());
                }
            }
        }
        return documents;
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Path packed(String name, List<byte[]> records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] entry : records) {
            try (OutputStream stream = new GZIPOutputStream(all)) {
                stream.write(entry);
            }
        }
        return Files.write(folder.resolve(name), all.toByteArray());
    }

    private static byte[] response(String url, int status, String type, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String http =
                "HTTP/1.1 %d Ok\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(status, type, content.length, body);
        return warc("response", url, "application/http; msgtype=response", http, "");
    }

    private static byte[] warc(String type, String url, String mime, String block, String more) {
        byte[] content = block.getBytes(StandardCharsets.UTF_8);
        UUID id = UUID.nameUUIDFromBytes(url.getBytes(StandardCharsets.UTF_8));
        return String.join(
                        "\r\n",
                        "WARC/1.0",
                        "WARC-Type: " + type,
                        "WARC-Target-URI: " + url,
                        "WARC-Date: 2026-01-01T00:00:00Z",
                        "WARC-Record-ID: <urn:uuid:" + id + ">",
                        more + "Content-Type: " + mime,
                        "Content-Length: " + content.length,
                        "",
                        block,
                        "",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
