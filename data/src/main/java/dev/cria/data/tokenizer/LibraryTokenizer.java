package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import java.nio.file.Path;

/**
 * Any tokenizer.json, by Hugging Face's tokenizers library, for models that are no language models:
 * without special tokens, truncation and padding. Lives as long as the process.
 */
public final class LibraryTokenizer {

    private static final JsonMapper JSON = new JsonMapper();

    private final NativeBpe tokenizer;

    /**
     * @param json the content of a tokenizer.json
     * @param name of its file, for messages
     */
    public LibraryTokenizer(String json, String name) {
        try {
            ObjectNode tree = JSON.readValue(json, ObjectNode.class);
            tree.putNull("truncation");
            tree.putNull("padding");
            tokenizer = new NativeBpe(JSON.writeValueAsString(tree), Path.of(name));
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(Path.of(name), "is no tokenizer.json: " + e, e);
        }
    }

    /** The ids of a text. */
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }
}
