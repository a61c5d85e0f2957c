package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeCorpusTest {

    private static final int EXAMPLES = 250_000;
    private static final long SEED = 11;
    private static final int HEAP_MB = 48;

    /** Example and place of its piece, row and place in it, and the order of the rows. */
    private static final double MOST_BYTES = 24;

    @Test
    void aCorpusLargerThanTheHeapIsWrittenPackedAndRead(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx" + HEAP_MB + "m",
                                        "-XX:+UseSerialGC",
                                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        LargeCorpusMain.class.getName(),
                                        folder.toString(),
                                        Integer.toString(EXAMPLES),
                                        Long.toString(SEED)))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String[] words = output.strip().lines().reduce((a, b) -> b).orElse("").split(" ", -1);
        System.out.println(output.strip());
        long tokens = tokens();
        assertTrue(tokens * Integer.BYTES > 2L * HEAP_MB * (1 << 20), "the corpus is not large");
        assertEquals(tokens, Long.parseLong(words[1]), output);
        double bytes = Double.parseDouble(words[3]);
        assertTrue(bytes < MOST_BYTES, output);
    }

    /** As many as the same random examples have. */
    private static long tokens() {
        Random random = new Random(SEED);
        long tokens = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            tokens += random.ints(20 + random.nextInt(200), 0, 128_256).toArray().length;
        }
        return tokens;
    }
}
