package dev.cria.checkpoints.run;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.Hostile;
import dev.cria.testing.OwnHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are the manifest of a checkpoint that has one file. */
@Tag("fuzz")
final class ManifestFuzzTest {

    private static final Path FOLDER = Hostile.folder();
    private static final Path STEP = FOLDER.resolve(CheckpointNames.of(7));

    static {
        try {
            Files.createDirectory(STEP);
            Files.write(STEP.resolve("weights"), "weights".getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @FuzzTest
    void manifestJson(byte[] input) {
        Hostile.write(STEP.resolve(Manifest.NAME), OwnHash.repaired(input));
        Hostile.read(() -> new CheckpointStore(FOLDER, 2, Storage.disk(), message -> {}).newest());
    }
}
