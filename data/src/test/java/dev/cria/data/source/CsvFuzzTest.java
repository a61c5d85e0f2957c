package dev.cria.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a .csv file, and every row of it is asked for its document. */
@Tag("fuzz")
final class CsvFuzzTest {

    private static final Path FILE = Hostile.folder().resolve("any.csv");

    @FuzzTest
    void csv(byte[] input) {
        Hostile.write(FILE, input);
        Hostile.read(() -> HostileTableTest.drain(FILE));
    }
}
