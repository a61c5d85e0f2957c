package dev.cria.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a .jsonl file, and every row of it is asked for its document. */
@Tag("fuzz")
final class JsonlFuzzTest {

    private static final Path FILE = Hostile.folder().resolve("any.jsonl");

    @FuzzTest
    void jsonl(byte[] input) {
        Hostile.write(FILE, input);
        Hostile.read(() -> HostileTableTest.drain(FILE));
    }
}
