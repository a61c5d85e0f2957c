package dev.cria.data.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tokens by id and ids by token.
 *
 * @param tokenOfId the spelling of each id, null where an id is not used; ordinary tokens in
 *     byte-level spelling, added tokens as their plain name
 * @param vocabulary ids of ordinary tokens
 * @param added ids of the tokens that are recognised in text before anything else
 */
record TokenTable(String[] tokenOfId, Map<String, Integer> vocabulary, Map<String, Integer> added) {

    /** A table; where two tokens have the same id, the later one and the added one has it. */
    static TokenTable of(Map<String, Integer> vocabulary, Map<String, Integer> added, int size) {
        String[] tokenOfId = new String[size];
        vocabulary.forEach((token, id) -> tokenOfId[id] = token);
        added.forEach((token, id) -> tokenOfId[id] = token);
        return new TokenTable(tokenOfId, vocabulary, added);
    }

    /** One more than the largest id. */
    int size() {
        return tokenOfId.length;
    }

    /** The id of a token; of one that is both ordinary and added, the larger. */
    OptionalInt idOf(String token) {
        int id = Math.max(idOf(token, vocabulary), idOf(token, added));
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private int idOf(String token, Map<String, Integer> ids) {
        int id = ids.getOrDefault(token, -1);
        return id >= 0 && token.equals(tokenOfId[id]) ? id : -1;
    }

    /** Whether a token has this id. */
    boolean has(int id) {
        return id >= 0 && id < tokenOfId.length && tokenOfId[id] != null;
    }

    /** The bytes that the token with this id spells. */
    byte[] bytesOf(int id) {
        String token = tokenOfId[id];
        return added.containsKey(token)
                ? token.getBytes(StandardCharsets.UTF_8)
                : ByteAlphabet.bytes(token);
    }
}
