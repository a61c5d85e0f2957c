package dev.cria.checkpoints.safetensors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the reference implementation refuses, Cria refuses: mutated headers are read by both. Needs
 * CRIA_PEERS, a Python with safetensors; {@code -Dcria.files=N} changes how many.
 */
@Tag("peer")
final class SafetensorsPeerTest {

    private static final String PYTHON =
            """
            import sys, safetensors
            for line in sys.stdin:
                try:
                    safetensors.deserialize(open(line.rstrip("\\n"), "rb").read())
                    print("read")
                except Exception as refusal:
                    print("refused", str(refusal).replace("\\n", " "))
            """;

    private static final List<String> PIECES =
            List.of(
                    "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}",
                    "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[16,22]}",
                    "\"s\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[22,23]}",
                    "\"e\":{\"dtype\":\"I64\",\"shape\":[0,9],\"data_offsets\":[23,23]}",
                    "\"__metadata__\":{\"format\":\"pt\",\"a\":\"b\"}");

    private static final List<String> CHANGES =
            List.of(
                    "-0",
                    "1e0",
                    "1.0",
                    "0",
                    "1",
                    "3",
                    "16",
                    "22",
                    "23",
                    "00",
                    "-1",
                    "18446744073709551615",
                    "9223372036854775808",
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "\"F32\"",
                    "\"U8\"",
                    "\"F16\"",
                    "\"\\ud800\"",
                    "\"\\ud83d\\ude00\"",
                    ",",
                    " ",
                    "\n",
                    "}",
                    "{",
                    "]",
                    "[",
                    "\"",
                    "\\u0000",
                    "\u0001",
                    "\t",
                    "\"w\":",
                    "\"x\":1,",
                    "\"__metadata__\":null,",
                    "\"__metadata__\":{},",
                    "/**/",
                    "NaN",
                    "'",
                    "\uFEFF");

    @TempDir private Path dir;

    private int read;
    private int alone;

    @Test
    void whatTheReferenceRefusesIsRefused() throws IOException {
        long seed = Long.getLong("cria.seed", System.nanoTime());
        int files = Integer.getInteger("cria.files", 20_000);
        System.out.println("SafetensorsPeerTest seed " + seed);
        Random random = new Random(seed);
        String python = System.getenv().getOrDefault("CRIA_PEERS", "python3");
        Process peer = new ProcessBuilder(python, "-u", "-c", PYTHON).start();
        try (var questions = peer.outputWriter(StandardCharsets.UTF_8);
                var answers = peer.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < files; i++) {
                Path file = dir.resolve("header");
                Files.write(file, framed(mutated(random)));
                questions.write(file + "\n");
                questions.flush();
                compare(file, answers.readLine());
            }
        }
        System.out.printf(
                "%d files: %d read by both, %d by the reference alone%n", files, read, alone);
        assertTrue(read > files / 20, "hardly a sound file among " + files);
    }

    private void compare(Path file, String answer) throws IOException {
        String refusal = null;
        try {
            SafetensorsFile.open(file).close();
        } catch (UserException refused) {
            refusal = refused.getMessage();
        }
        String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (answer.equals("read")) {
            read += refusal == null ? 1 : 0;
            alone += refusal == null ? 0 : 1;
            if (refusal != null) {
                System.out.println("only the reference reads " + content + ": " + refusal);
            }
        } else {
            assertTrue(answer.startsWith("refused"), "the peer ended");
            assertTrue(refusal != null, () -> answer + ", but Cria reads " + content);
        }
    }

    private static byte[] mutated(Random random) {
        List<String> pieces = new ArrayList<>(PIECES);
        if (random.nextInt(4) == 0) {
            pieces.remove(random.nextInt(pieces.size()));
        }
        StringBuilder header = new StringBuilder("{" + String.join(",", pieces) + "}");
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int from = random.nextInt(header.length());
            int to = Math.min(header.length(), from + random.nextInt(4));
            header.replace(from, to, CHANGES.get(random.nextInt(CHANGES.size())));
        }
        byte[] bytes = header.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(50) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] framed(byte[] header) {
        return ByteBuffer.allocate(8 + header.length + 23)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
