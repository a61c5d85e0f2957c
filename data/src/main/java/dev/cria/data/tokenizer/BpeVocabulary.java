package dev.cria.data.tokenizer;

import java.util.List;

/**
 * A byte-level BPE vocabulary.
 *
 * @param tokens the ordinary tokens in the order of their ids, in byte-level spelling
 * @param merges the merges in the order of their rank, the two parts separated by a space
 * @param special the special tokens, whose ids follow those of the ordinary tokens
 */
public record BpeVocabulary(List<String> tokens, List<String> merges, List<String> special) {

    public BpeVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
        special = List.copyOf(special);
    }

    /** The number of tokens, special ones included. */
    public int size() {
        return tokens.size() + special.size();
    }
}
