package dev.cria.data.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that runs sentence models reads the whole command of the process. */
final class LongCommandTest {

    private static final int ENTRIES = 1000;

    @TempDir Path folder;

    /** Embeds a sentence. */
    static final class Embed {

        public static void main(String[] arguments) {
            float[] vector = SentenceEncoder.of(SentenceModel.ENGLISH).embed("a cat sat", 16);
            System.out.println(vector.length > 0 ? "embedded" : "nothing");
        }
    }

    @Test
    void aModelIsLoadedWithAClassPathOfTensOfThousandsOfCharacters() throws Exception {
        String classes =
                System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path"))
                        + ":/nowhere/some/folder/of/a/long/name/library.jar".repeat(ENTRIES);
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classes,
                                Embed.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(out);
        assertEquals(0, code, lines::toString);
        assertEquals("embedded", lines.get(lines.size() - 1));
    }
}
