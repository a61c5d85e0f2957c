package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tokenizer of Llama 3, which is not part of the repository: {@code
 * scripts/fetch-llama3-tokenizer} puts it into {@code target/llama3-tokenizer} at its root.
 */
public final class RealTokenizer {

    private RealTokenizer() {}

    /** Its tokenizer.json with the special tokens of Llama 3.0; the test is skipped without. */
    public static Path tokenizerJson() {
        Path file = find();
        if (file == null) {
            System.err.println("SKIPPED: no Llama 3 tokenizer; run scripts/fetch-llama3-tokenizer");
        }
        assumeTrue(file != null, "no Llama 3 tokenizer: run scripts/fetch-llama3-tokenizer");
        return file;
    }

    private static Path find() {
        String named = System.getProperty("cria.llama3.tokenizer");
        if (named != null) {
            return Path.of(named, "tokenizer.json");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("target/llama3-tokenizer/tokenizer.json");
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }
}
