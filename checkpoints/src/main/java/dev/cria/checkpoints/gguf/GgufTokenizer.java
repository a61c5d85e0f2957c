package dev.cria.checkpoints.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A byte-level BPE tokenizer as GGUF holds it.
 *
 * @param tokens by id
 * @param types llama.cpp's {@code llama_token_type} by id
 * @param merges "left right", the earliest first
 */
record GgufTokenizer(List<String> tokens, List<Integer> types, List<String> merges) {

    static final int NORMAL = 1;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;

    /** How Llama 3 splits text before merging; llama.cpp knows it by the name llama-bpe. */
    private static final String LLAMA3_SPLIT =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final long MAX_BYTES = 128 << 20;

    GgufTokenizer {
        tokens = List.copyOf(tokens);
        types = List.copyOf(types);
        merges = List.copyOf(merges);
    }

    /**
     * @param vocabSize rows of the embedding; ids without a token become unused ones
     * @throws UserException when the file is no tokenizer of Llama 3's kind, or has more tokens
     */
    static GgufTokenizer read(Path tokenizerJson, int vocabSize) {
        ObjectNode root = Json.readObject(tokenizerJson, MAX_BYTES);
        JsonFields model = new JsonFields(tokenizerJson, root).requireObject("model");
        if (!model.requireString("type").equals("BPE")) {
            throw model.wrong("type", "\"BPE\"");
        }
        if (!root.path("pre_tokenizer").findValuesAsText("Regex").contains(LLAMA3_SPLIT)) {
            throw new UserException(
                    tokenizerJson
                            + ": field \"pre_tokenizer\" does not split as Llama 3 does, and "
                            + "llama.cpp would tokenise differently; GGUF export needs that split");
        }
        Vocabulary vocabulary = new Vocabulary(tokenizerJson, vocabSize);
        for (Map.Entry<String, JsonNode> token : model.requireObject("vocab").node().properties()) {
            vocabulary.put(token.getValue(), token.getKey(), NORMAL);
        }
        for (JsonNode token : root.path("added_tokens")) {
            int type = token.path("special").asBoolean() ? CONTROL : USER_DEFINED;
            vocabulary.put(token.path("id"), token.path("content").asText(), type);
        }
        return new GgufTokenizer(vocabulary.tokens(), vocabulary.types(), merges(model));
    }

    OptionalInt id(String token) {
        int id = tokens.indexOf(token);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static List<String> merges(JsonFields model) {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.node().path("merges")) {
            if (merge.isTextual()) {
                merges.add(merge.textValue());
            } else if (merge.size() == 2) {
                merges.add(merge.get(0).asText() + " " + merge.get(1).asText());
            } else {
                throw model.wrong("merges", "a list of pairs");
            }
        }
        return merges;
    }

    private static final class Vocabulary {

        private final Path file;
        private final String[] tokens;
        private final Integer[] types;

        Vocabulary(Path file, int size) {
            this.file = file;
            this.tokens = new String[size];
            this.types = new Integer[size];
        }

        void put(JsonNode idNode, String token, int type) {
            if (!idNode.canConvertToInt()
                    || idNode.intValue() < 0
                    || idNode.intValue() >= tokens.length) {
                throw new UserException(
                        "%s: token \"%s\" has id %s, but the model has %d rows of embedding"
                                .formatted(file, token, idNode, tokens.length));
            }
            int id = idNode.intValue();
            if (tokens[id] != null && !tokens[id].equals(token)) {
                throw new UserException(
                        "%s: tokens \"%s\" and \"%s\" share id %d"
                                .formatted(file, tokens[id], token, id));
            }
            tokens[id] = token;
            types[id] = type;
        }

        List<String> tokens() {
            for (int id = 0; id < tokens.length; id++) {
                if (tokens[id] == null) {
                    tokens[id] = "[PAD" + id + "]";
                    types[id] = UNUSED;
                }
            }
            return Arrays.asList(tokens);
        }

        List<Integer> types() {
            return Collections.unmodifiableList(Arrays.asList(types));
        }
    }
}
