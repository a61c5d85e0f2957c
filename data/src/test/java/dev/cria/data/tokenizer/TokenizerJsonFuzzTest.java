package dev.cria.data.tokenizer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a tokenizer.json; the library that gets the rest of it is not asked here. */
@Tag("fuzz")
final class TokenizerJsonFuzzTest {

    private static final Path FILE = Path.of("tokenizer.json");

    @FuzzTest
    void tokenizerJson(byte[] input) {
        Hostile.read(
                () -> {
                    TokenizerJson parsed = TokenizerJson.parse(input, FILE);
                    for (int id = 0; id < parsed.table().size(); id++) {
                        if (parsed.table().has(id)) {
                            parsed.table().bytesOf(id);
                        }
                    }
                });
    }
}
