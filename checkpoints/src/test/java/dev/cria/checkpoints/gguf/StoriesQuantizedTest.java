package dev.cria.checkpoints.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.testing.Shared;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A trained model, quantised, has the types and bytes that {@code llama_model_quantize} gives its
 * tensors (node-llama-cpp 3.22.1, from the stories260K-F32.gguf that is published). Its rows are 64
 * and 172 long: every type falls back to another one.
 */
final class StoriesQuantizedTest {

    @TempDir private Path dir;

    @ParameterizedTest
    @EnumSource(
            value = GgufType.class,
            names = {"Q8_0", "Q4_0", "Q4_K_M", "Q5_K_M", "Q6_K"})
    void tensorsAreThoseOfLlamaCppsOwnQuantiser(GgufType type) throws Exception {
        Path folder = Shared.path("models/stories260k");
        Path tokenizer =
                LlamaCpp.namesForTokens(dir, Shared.path("golden/model-30/tokenizer.json"), 512);
        Path file = dir.resolve("stories.gguf");
        try (HuggingFaceFolder model = HuggingFaceFolder.open(folder)) {
            GgufExport.write(file, model.config(), model.tensors(), tokenizer, null, type, "s");
        }
        try (InputStream in = getClass().getResourceAsStream("stories-quantised.json")) {
            JsonNode expected = new JsonMapper().readTree(in);
            assertEquals(expected.get(type.name()).asText(), digest(GgufFile.open(file)));
        }
    }

    /** Of lines with name, type and a hash of the bytes, by name. */
    private static String digest(GgufFile file) throws Exception {
        var lines = new TreeMap<String, String>();
        try (FileChannel channel = FileChannel.open(file.file())) {
            for (GgufTensor tensor : file.tensors().values()) {
                ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize());
                channel.read(bytes, file.dataStart() + tensor.offset());
                String hash = sha256(bytes.array()).substring(0, 16);
                lines.put(tensor.name(), tensor.name() + " " + tensor.type() + " " + hash);
            }
        }
        return sha256(String.join("\n", lines.values()).getBytes(UTF_8));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
