package dev.cria.checkpoints.huggingface;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are the config.json of a model; what it says is turned into names and shapes. */
@Tag("fuzz")
final class ConfigJsonFuzzTest {

    private static final Path FOLDER = Hostile.folder();

    @FuzzTest
    void configJson(byte[] input) {
        Path file = FOLDER.resolve("config.json");
        Hostile.write(file, input);
        Hostile.read(
                () -> {
                    LlamaConfig config = LlamaConfigJson.read(file);
                    if (config.numParameters() <= 0) {
                        throw new AssertionError("no parameters: " + config);
                    }
                    LlamaConfigJson.bytes(config);
                    config.rope().factors(config.headDim());
                });
    }
}
