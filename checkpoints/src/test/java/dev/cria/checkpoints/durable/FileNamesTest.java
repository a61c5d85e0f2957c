package dev.cria.checkpoints.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.testing.HostileNames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileNamesTest {

    @Test
    void namesOfFilesThatToolsWriteArePlain() {
        for (String name :
                List.of(
                        "model-00001-of-00005.safetensors",
                        "tokenizer.json",
                        "a",
                        "_a b+c=d@e",
                        "console.txt",
                        "com10",
                        "x".repeat(200))) {
            assertTrue(FileNames.isPlain(name), name);
        }
    }

    @Test
    void namesThatSomeSystemTakesForSomethingElseAreNot() {
        for (String name :
                List.of(
                        "",
                        ".",
                        "..",
                        ".a",
                        "a.",
                        "a ",
                        "a/b",
                        "a\\b",
                        "a:b",
                        "a\0",
                        "a\n",
                        "nul",
                        "CON",
                        "Com1.txt",
                        "lpt9.a.b",
                        "aux .txt",
                        "\uff0e\uff0e",
                        "\u00e9",
                        "x".repeat(201))) {
            assertFalse(FileNames.isPlain(name), name);
        }
    }

    @Test
    void aPlainNameIsOneElementInsideItsFolder() {
        long seed = System.nanoTime();
        System.out.println("FileNamesTest seed " + seed);
        Path folder = Path.of("/run/folder");
        HostileNames names = new HostileNames(seed, Path.of("/run/other"));
        for (int i = 0; i < 10_000; i++) {
            String name = names.next();
            if (FileNames.isPlain(name)) {
                Path path = folder.resolve(name).normalize();
                assertEquals(folder, path.getParent(), name);
                assertEquals(name, path.getFileName().toString());
            }
        }
    }
}
