package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tokenizer.json taken apart.
 *
 * @param tokenOfId the spelling of each id, null where an id is not used; ordinary tokens in
 *     byte-level spelling, added tokens as their plain name
 * @param added ids of the tokens that are recognised in text before anything else
 * @param ordinaryJson the same tokenizer without special tokens and without the frame (beginning of
 *     text, truncation, padding) that would be put around what it encodes
 */
record TokenizerJson(String[] tokenOfId, Map<String, Integer> added, String ordinaryJson) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Ids above this are taken for damage; Llama 3 has 128,256 tokens. */
    private static final int MAX_VOCABULARY = 10_000_000;

    static TokenizerJson parse(byte[] json, Path file) {
        JsonNode root = read(json, file);
        requireByteLevelBpe(root, file);
        Map<String, Integer> added = addedTokens(root, file);
        JsonNode vocabulary = root.path("model").path("vocab");
        String[] tokenOfId = new String[largestId(vocabulary, added, file) + 1];
        vocabulary
                .properties()
                .forEach(entry -> tokenOfId[entry.getValue().intValue()] = entry.getKey());
        added.forEach((token, id) -> tokenOfId[id] = token);
        return new TokenizerJson(tokenOfId, added, ordinary((ObjectNode) root, added));
    }

    private static JsonNode read(byte[] json, Path file) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root == null || !root.isObject() || !root.path("model").path("vocab").isObject()) {
                throw new UserException(
                        file
                                + ": not a tokenizer.json: expected a JSON object with"
                                + " model.vocab");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "not valid JSON: " + e.getOriginalMessage() + at(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
    }

    private static void requireByteLevelBpe(JsonNode root, Path file) {
        String model = root.path("model").path("type").asText("BPE");
        boolean byteLevel = root.path("pre_tokenizer").toString().contains("\"ByteLevel\"");
        boolean normalized = !root.path("normalizer").isNull() && root.has("normalizer");
        if (!model.equals("BPE") || !byteLevel || normalized) {
            throw new UserException(
                    file
                            + ": only byte-level BPE without a normalizer is supported, as Llama 3"
                            + " has it; this file has model "
                            + model
                            + (byteLevel ? "" : ", no ByteLevel pre-tokenizer")
                            + (normalized ? ", a normalizer" : "")
                            + "; use the tokenizer of a Llama 3 model");
        }
    }

    private static Map<String, Integer> addedTokens(JsonNode root, Path file) {
        Map<String, Integer> added = new LinkedHashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            boolean plain =
                    !token.path("lstrip").asBoolean()
                            && !token.path("rstrip").asBoolean()
                            && !token.path("single_word").asBoolean();
            if (!plain || content.isEmpty() || !token.path("id").isInt()) {
                throw new UserException(
                        file
                                + ": added token "
                                + token
                                + " is not supported: expected content, id, and lstrip, rstrip and"
                                + " single_word false");
            }
            added.put(content, token.path("id").intValue());
        }
        return added;
    }

    private static int largestId(JsonNode vocabulary, Map<String, Integer> added, Path file) {
        int largest = -1;
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            largest = Math.max(largest, checked(entry.getKey(), entry.getValue().asInt(-1), file));
        }
        for (Map.Entry<String, Integer> entry : added.entrySet()) {
            largest = Math.max(largest, checked(entry.getKey(), entry.getValue(), file));
        }
        return largest;
    }

    private static int checked(String token, int id, Path file) {
        if (id < 0 || id >= MAX_VOCABULARY) {
            throw new CorruptFileException(
                    file,
                    "token " + token + " has id " + id + ", expected 0 to " + (MAX_VOCABULARY - 1));
        }
        return id;
    }

    private static String ordinary(ObjectNode root, Map<String, Integer> added) {
        root.putArray("added_tokens");
        root.putNull("post_processor");
        root.putNull("truncation");
        root.putNull("padding");
        // A name that is also an ordinary entry must not come back through a whole-word lookup.
        ((ObjectNode) root.path("model").path("vocab")).remove(added.keySet());
        return root.toString();
    }
}
