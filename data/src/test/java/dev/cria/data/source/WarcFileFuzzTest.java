package dev.cria.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a .warc file, and every row of it is asked for its document. */
@Tag("fuzz")
final class WarcFileFuzzTest {

    private static final Path FILE = Hostile.folder().resolve("any.warc");

    @FuzzTest
    void warcFile(byte[] input) {
        Hostile.write(FILE, input);
        Hostile.read(() -> HostileTableTest.drain(FILE));
    }
}
