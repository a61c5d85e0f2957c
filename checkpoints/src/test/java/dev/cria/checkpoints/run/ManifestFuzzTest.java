package dev.cria.checkpoints.run;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are the manifest of a checkpoint. */
@Tag("fuzz")
final class ManifestFuzzTest {

    private static final Path FOLDER = Hostile.folder();

    static {
        Hostile.write(FOLDER.resolve("weights"), "weights".getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest
    void manifestJson(byte[] input) {
        Hostile.write(FOLDER.resolve(Manifest.NAME), input);
        Hostile.read(() -> Manifest.read(FOLDER).verify(FOLDER));
    }
}
