package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenizersTest {

    @TempDir private Path folder;

    @Test
    void aFolderWithoutATokenizerIsExplained() {
        String message = messageOfLoading(folder);
        assertTrue(message.contains("expected tokenizer.json or tokenizer.model"), message);
    }

    @Test
    void damageAndOtherKindsOfTokenizersAreRefused() throws IOException {
        assertTrue(messageOf("{\"model\": ").contains("not valid JSON"));
        assertTrue(messageOf("[]").contains("expected a JSON object with model.vocab"));
        String json = json();
        assertTrue(messageOf(json.replace("\"BPE\"", "\"Unigram\"")).contains("model Unigram"));
        assertTrue(
                messageOf(json.replace("\"normalizer\" : null", "\"normalizer\" : {}"))
                        .contains("a normalizer"));
        assertTrue(messageOf(json.replace("\"id\" : 344", "\"id\" : -5")).contains("id -5"));
        assertTrue(
                messageOf(json.replace("\"lstrip\" : false", "\"lstrip\" : true"))
                        .contains("lstrip"));
        String merge = SmallTokenizer.vocabulary().merges().get(0);
        assertTrue(messageOf(json.replace('"' + merge + '"', "\"x\"")).contains("library refuses"));
    }

    @Test
    void metasFileGivesTheTokensItLists() throws IOException {
        Path model = folder.resolve("tokenizer.model");
        List<String> tokens = SmallTokenizer.vocabulary().tokens();
        Files.writeString(model, tiktoken(tokens));
        try (Tokenizer tokenizer = Tokenizers.load(folder);
                Tokenizer original = SmallTokenizer.open()) {
            assertEquals(600, tokenizer.vocabSize());
            for (String text : SmallTokenizer.TEXTS) {
                assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
            }
            assertArrayEquals(original.encode("the<|eot_id|>"), tokenizer.encode("the<|eot_id|>"));
        }
    }

    @Test
    void aDamagedLineOfMetasFileIsNamed() throws IOException {
        Path model = folder.resolve("tokenizer.model");
        String good = tiktoken(SmallTokenizer.vocabulary().tokens());
        Files.writeString(model, good.replaceFirst(" 2\n", " 3\n"));
        assertThrows(CorruptFileException.class, () -> Tokenizers.load(model));
        assertTrue(messageOfLoading(model).contains("line 3"), messageOfLoading(model));
        Files.writeString(model, good.replaceFirst("IQ== 0\n", "I?== 0\n"));
        assertTrue(messageOfLoading(model).contains("line 1: not base64"));
        Files.writeString(model, "IQ== 0\n");
        assertTrue(messageOfLoading(model).contains("expected at least the 256 bytes"));
    }

    private static String tiktoken(List<String> tokens) {
        StringBuilder lines = new StringBuilder();
        for (int rank = 0; rank < tokens.size(); rank++) {
            byte[] token = ByteAlphabet.bytes(tokens.get(rank));
            lines.append(Base64.getEncoder().encodeToString(token)).append(' ').append(rank);
            lines.append('\n');
        }
        return lines.toString();
    }

    private String json() {
        return TokenizerJsonText.of(SmallTokenizer.vocabulary()).replace("\": ", "\" : ");
    }

    private String messageOf(String json) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.write(file, json.getBytes(StandardCharsets.UTF_8));
        return messageOfLoading(file);
    }

    private static String messageOfLoading(Path path) {
        UserException error = assertThrows(UserException.class, () -> Tokenizers.load(path));
        assertTrue(error.getMessage().startsWith(path.toString()), error.getMessage());
        return error.getMessage();
    }
}
