package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tokenizer.json taken apart. */
record TokenizerJson(TokenTable table, TokenizerJsonParts parts) {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Ids above this are taken for damage; Llama 3 has 128,256 tokens. */
    private static final int MAX_VOCABULARY = 10_000_000;

    private static final int LEAST_IDS = 1 << 16;

    static TokenizerJson parse(byte[] json, Path file) {
        TokenizerJsonParts parts = read(json, file);
        requireByteLevelBpe(parts.rest(), file);
        Map<String, Integer> added = addedTokens(parts.rest(), file);
        Map<String, Integer> vocabulary = parts.vocabulary().ids();
        // A token takes some bytes: no table of tokens is made that is far larger than the file.
        int most = Math.min(MAX_VOCABULARY, Math.max(LEAST_IDS, json.length));
        int largest = Math.max(largestId(vocabulary, most, file), largestId(added, most, file));
        return new TokenizerJson(TokenTable.of(vocabulary, added, largest + 1), parts);
    }

    /** Everything but vocabulary and merges, which are null. */
    ObjectNode rest() {
        return parts.rest();
    }

    /** The merges; null where they are not written as merges are. */
    MergeEntries merges() {
        return parts.merges();
    }

    /**
     * The same tokenizer without special tokens and without the frame (beginning of text,
     * truncation, padding) that would be put around what it encodes. A name that is also an
     * ordinary entry is left out: it must not come back through a whole-word lookup.
     */
    String ordinaryJson() {
        return parts.ordinary(table.added().keySet());
    }

    private static TokenizerJsonParts read(byte[] json, Path file) {
        try {
            CharBuffer text = decode(json);
            TokenizerJsonParts parts = TokenizerJsonParts.read(text.array(), text.limit());
            if (parts.twice() != null) {
                throw new CorruptFileException(file, "\"" + parts.twice() + "\" is there twice");
            }
            if (parts.vocabulary() == null) {
                throw new UserException(
                        file
                                + ": not a tokenizer.json: expected a JSON object with"
                                + " model.vocab");
            }
            return parts;
        } catch (CharacterCodingException e) {
            throw new CorruptFileException(file, "not valid JSON: not UTF-8: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "not valid JSON: " + e.getOriginalMessage() + at(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }

    private static CharBuffer decode(byte[] json) throws CharacterCodingException {
        int from = json.length >= 3 && Arrays.equals(json, 0, 3, MARK, 0, 3) ? 3 : 0;
        ByteBuffer bytes = ByteBuffer.wrap(json, from, json.length - from);
        return StandardCharsets.UTF_8.newDecoder().decode(bytes);
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

    private static int largestId(Map<String, Integer> ids, int most, Path file) {
        int largest = -1;
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            int id = entry.getValue();
            if (id < 0 || id >= most) {
                throw new CorruptFileException(
                        file,
                        "token %s has id %d, expected 0 to %d"
                                .formatted(entry.getKey(), id, most - 1));
            }
            largest = Math.max(largest, id);
        }
        return largest;
    }
}
