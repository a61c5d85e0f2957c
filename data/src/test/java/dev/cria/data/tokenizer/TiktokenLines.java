package dev.cria.data.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Meta's tokenizer.model, made from the tokenizer.json that others made from it. */
final class TiktokenLines {

    private TiktokenLines() {}

    static byte[] of(Path tokenizerJson) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(tokenizerJson));
            JsonNode vocabulary = root.path("model").path("vocab");
            String[] lines = new String[vocabulary.size()];
            vocabulary
                    .properties()
                    .forEach(
                            entry -> {
                                int rank = entry.getValue().intValue();
                                byte[] token = ByteAlphabet.bytes(entry.getKey());
                                String base64 = Base64.getEncoder().encodeToString(token);
                                lines[rank] = base64 + " " + rank + "\n";
                            });
            return String.join("", lines).getBytes(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
