package dev.cria.data.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses who encodes: our own code for tokenizers that work as Llama 3's, the library for others.
 */
final class OrdinaryBpes {

    private static final int BYTES = 256;

    private OrdinaryBpes() {}

    static OrdinaryBpe of(TokenizerJson json, Path file) {
        OrdinaryBpe own = own(json);
        return own == null ? new NativeBpe(json.ordinaryJson(), file) : own;
    }

    /** Null where something is not as in Llama 3. */
    static OrdinaryBpe own(TokenizerJson json) {
        ObjectNode rest = json.rest();
        if (json.merges() == null || !cutsAsLlama3(rest) || !isPlain(rest.path("model"))) {
            return null;
        }
        Map<String, Integer> ids = new HashMap<>(json.table().vocabulary());
        ids.keySet().removeAll(json.table().added().keySet());
        int[] idOfByte = idsOfBytes(ids);
        MergeTable merges = merges(json.merges(), ids);
        if (idOfByte == null || merges == null) {
            return null;
        }
        boolean ignoreMerges = rest.path("model").path("ignore_merges").asBoolean();
        return new JavaBpe(words(ids, json.table().size()), merges, idOfByte, ignoreMerges);
    }

    private static boolean cutsAsLlama3(ObjectNode rest) {
        JsonNode steps = rest.path("pre_tokenizer").path("pretokenizers");
        JsonNode split = steps.path(0);
        JsonNode bytes = steps.path(1);
        return steps.size() == 2
                && split.path("type").asText().equals("Split")
                && split.path("pattern")
                        .path("Regex")
                        .asText()
                        .equals(Llama3Vocabulary.SPLIT_PATTERN)
                && split.path("behavior").asText().equals("Isolated")
                && !split.path("invert").asBoolean()
                && bytes.path("type").asText().equals("ByteLevel")
                && !bytes.path("add_prefix_space").asBoolean(true)
                && !bytes.path("use_regex").asBoolean(true);
    }

    private static boolean isPlain(JsonNode model) {
        return model.path("dropout").asDouble() == 0
                && model.path("continuing_subword_prefix").asText("").isEmpty()
                && model.path("end_of_word_suffix").asText("").isEmpty()
                && !model.path("byte_fallback").asBoolean();
    }

    /** Null where a byte has no token of its own. */
    private static int[] idsOfBytes(Map<String, Integer> ids) {
        int[] idOfByte = new int[BYTES];
        for (int value = 0; value < BYTES; value++) {
            Integer id = ids.get(String.valueOf(ByteAlphabet.symbol(value)));
            if (id == null) {
                return null;
            }
            idOfByte[value] = id;
        }
        return idOfByte;
    }

    /** Null where a merge speaks of tokens that are not there; the library says which. */
    private static MergeTable merges(MergeEntries entries, Map<String, Integer> ids) {
        int count = entries.lefts().size();
        MergeTable merges = new MergeTable(count);
        for (int rank = 0; rank < count; rank++) {
            String left = entries.lefts().get(rank);
            String right = entries.rights().get(rank);
            Integer leftId = ids.get(left);
            Integer rightId = ids.get(right);
            Integer merged = ids.get(left + right);
            if (leftId == null || rightId == null || merged == null) {
                return null;
            }
            merges.put(leftId, rightId, rank, merged);
        }
        return merges;
    }

    /** What the library looks up is the spelling: tokens that no text can spell are left out. */
    private static WordTable words(Map<String, Integer> ids, int size) {
        byte[][] tokens = new byte[size][];
        ids.forEach(
                (token, id) -> {
                    byte[] bytes = ByteAlphabet.bytes(token);
                    if (ByteAlphabet.spell(bytes, 0, bytes.length).equals(token)) {
                        tokens[id] = bytes;
                    }
                });
        return new WordTable(tokens);
    }
}
