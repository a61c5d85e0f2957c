package dev.cria.data.tokenizer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a tokenizer.model. */
@Tag("fuzz")
final class TiktokenModelFuzzTest {

    private static final Path FILE = Path.of("tokenizer.model");

    @FuzzTest
    void tokenizerModel(byte[] input) {
        Hostile.read(() -> TiktokenModel.parse(input, FILE));
    }
}
