package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row S13: small files that unpack to much more than the heap of the process that reads them. The
 * process reads all of each, refuses what it must, and lives.
 */
@Tag("fuzz")
final class BombsTest {

    /** Of each, unpacked. */
    private static final int MEBIBYTES = Integer.getInteger("cria.bomb.mebibytes", 96);

    private static final String HEAP = "-Xmx88m";

    private static final int MIB = 1 << 20;

    @TempDir Path folder;

    /** Reads the files that it is given to their ends and says how many rows each had. */
    static final class ReadAll {

        public static void main(String[] files) {
            for (String file : files) {
                String end = "read";
                try {
                    HostileTableTest.drain(Path.of(file));
                } catch (dev.cria.checkpoints.UserException refused) {
                    end = "refused";
                }
                System.out.println(Path.of(file).getFileName() + " " + end);
            }
        }
    }

    @Test
    void filesThatUnpackToMoreThanTheHeapAreReadOrRefused() throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                ReadAll.class.getName()));
        Map<String, Content> bombs = bombs();
        for (Map.Entry<String, Content> bomb : bombs.entrySet()) {
            Path file = folder.resolve(bomb.getKey());
            write(file, bomb.getValue());
            assertTrue(Files.size(file) < MIB, () -> file + " is no bomb");
            command.add(file.toString());
        }
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(out);
        assertEquals(0, code, () -> "after " + lines);
        assertEquals(bombs.size(), lines.size(), lines::toString);
    }

    /** What comes first, what is repeated until there is enough, and what comes last. */
    private record Content(String begin, String unit, String end) {}

    private static Map<String, Content> bombs() {
        Map<String, Content> bombs = new LinkedHashMap<>();
        Content endless = new Content("", "a", "");
        for (String name :
                List.of(
                        "line.jsonl.gz",
                        "line.csv.gz",
                        "line.txt.gz",
                        "line.md.gz",
                        "line.tsv.gz")) {
            bombs.put(name, endless);
        }
        bombs.put("line.jsonl.zst", endless);
        bombs.put("rows.jsonl.gz", new Content("", "{\"text\":\"x\"}\n", ""));
        bombs.put("text.jsonl.gz", new Content("{\"text\":\"", "ab ", "\"}\n"));
        bombs.put("deep.jsonl.gz", new Content("{\"text\":", "[", "]}\n"));
        bombs.put("fields.jsonl.gz", new Content("{\"text\":\"x\"", ",\"k\":1", "}\n"));
        bombs.put("lines.txt.gz", new Content("", "a few words\n", ""));
        bombs.put("blank.txt.gz", new Content("", "\n", ""));
        bombs.put("pages.txt.gz", new Content("", "x\n\f\n", ""));
        bombs.put("lines.txt.zst", new Content("", "> > # *a* [b](c)\n", ""));
        bombs.put("quote.csv.gz", new Content("text\n\"", "a,", "\"\n"));
        bombs.put("header.csv.gz", new Content("", "c,", "\n"));
        bombs.put("columns.csv.gz", new Content("text,id\n", "x,", "\n"));
        bombs.put("rows.csv.gz", new Content("text\n", "x\n", ""));
        bombs.put("record.warc.gz", new Content(warc(2_000_000_000), "a", ""));
        bombs.put("headers.warc.gz", new Content("WARC/1.0\r\n", "A: b\r\n", "\r\n"));
        return bombs;
    }

    private static String warc(long length) {
        return "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\n"
                + "WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
                + "Content-Type: text/plain\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    /** Members or frames that follow one another, so that each is packed once. */
    private static void write(Path file, Content content) throws IOException {
        Compression compression = Compression.of(file);
        byte[] block = pack(compression, content.unit().repeat(MIB / content.unit().length()));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(pack(compression, content.begin()));
            for (int i = 0; i < MEBIBYTES; i++) {
                out.write(block);
            }
            out.write(pack(compression, content.end()));
        }
    }

    private static byte[] pack(Compression compression, String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compression.pack(packed)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return packed.toByteArray();
    }
}
