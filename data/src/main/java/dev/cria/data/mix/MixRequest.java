package dev.cria.data.mix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.dataset.TextTokens;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a mix was asked, in so far as the result depends on it. */
final class MixRequest {

    /** Goes up whenever the same request would give other files than before. */
    static final int VERSION = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private MixRequest() {}

    /** What the tokens of the documents depend on. */
    static String ofTokens(MixSettings settings, Intake intake) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("version", VERSION + ", texts " + TextTokens.VERSION);
        request.put("files", intake.files().stream().map(MixRequest::file).toList());
        request.put(
                "sources",
                settings.sources().stream()
                        .map(s -> List.of(s.paths().toString(), s.selector().toString()))
                        .toList());
        request.put("columns", settings.columns());
        request.put("tokenizer", settings.tokenizer().fingerprint());
        request.put("limit", settings.limit());
        request.put("sizes", settings.sizes());
        return json(request);
    }

    /**
     * What the mix depends on.
     *
     * @param tokens the other request
     */
    static String ofMix(MixSettings settings, String tokens) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("tokens", hash(tokens));
        request.put(
                "sources",
                settings.sources().stream()
                        .map(s -> List.of(s.name(), s.share().toString()))
                        .toList());
        request.put("shuffle", settings.shuffle());
        request.put("seed", settings.seed());
        request.put("max_tokens", settings.maxTokens());
        request.put("tokens_per_shard", settings.tokensPerShard());
        return json(request);
    }

    static String hash(String request) {
        return Sha256.of(request.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that is written to has another time; the content of all inputs is not read for it. */
    private static String file(SourceFile file) {
        try {
            return "%s: %s, %d bytes of %s"
                    .formatted(
                            file.name(),
                            file.path(),
                            Files.size(file.path()),
                            Files.getLastModifiedTime(file.path()));
        } catch (IOException e) {
            throw new UserException(file.path() + ": cannot be read: " + e, e);
        }
    }

    private static String json(Map<String, Object> request) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
