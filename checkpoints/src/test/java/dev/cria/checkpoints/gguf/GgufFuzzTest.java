package dev.cria.checkpoints.gguf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Any bytes are a file. */
@Tag("fuzz")
final class GgufFuzzTest {

    private static final Path FILE = Hostile.folder().resolve("fuzzed.gguf");

    @FuzzTest
    void gguf(byte[] input) {
        Hostile.write(FILE, input);
        Hostile.read(() -> requireInside(GgufFile.open(FILE), input.length));
    }

    private static void requireInside(GgufFile file, int size) {
        for (GgufTensor tensor : file.tensors().values()) {
            if (file.dataStart() + tensor.offset() + tensor.byteSize() > size) {
                throw new AssertionError(tensor + " ends behind the file");
            }
        }
    }
}
