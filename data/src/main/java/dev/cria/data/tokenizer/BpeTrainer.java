package dev.cria.data.tokenizer;

import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trains a byte-level BPE tokenizer of Llama 3's format: its split pattern, the 256 bytes, merges
 * by falling frequency, and the 256 special tokens of Llama 3.1 at the end.
 *
 * <p>The result depends on the text only, not on its order nor on the number of cores: of pairs
 * that occur equally often, the one with the smaller ids comes first. Source: Sennrich, Haddow and
 * Birch, "Neural machine translation of rare words with subword units", 2016.
 */
public final class BpeTrainer {

    private static final int BYTES = 256;

    /** A pair that occurs once is no regularity. */
    private static final long MIN_COUNT = 2;

    private final int vocabSize;

    /**
     * @param vocabSize number of tokens to end with, the special ones included
     * @throws UserException if not even the bytes and the special tokens fit
     */
    public BpeTrainer(int vocabSize) {
        int smallest = BYTES + Llama3Vocabulary.SPECIAL_COUNT;
        if (vocabSize < smallest) {
            throw new UserException(
                    "vocab_size: "
                            + vocabSize
                            + " is too small; expected at least "
                            + smallest
                            + " (256 bytes and 256 special tokens)");
        }
        this.vocabSize = vocabSize;
    }

    /**
     * Trains on all texts.
     *
     * @throws UserException if the texts hold too few regularities for the vocabulary size
     */
    public BpeVocabulary train(Stream<String> texts) {
        Alphabet alphabet = new Alphabet();
        PairMerger merger = new PairMerger(WordCounts.of(texts), alphabet.idOfByte);
        List<String> merges = new ArrayList<>();
        int ordinary = vocabSize - Llama3Vocabulary.SPECIAL_COUNT;
        while (alphabet.tokens.size() < ordinary) {
            PairMerger.Pair pair = merger.mostFrequent();
            if (pair == null || pair.count() < MIN_COUNT) {
                throw tooLittleText(alphabet.tokens.size() + Llama3Vocabulary.SPECIAL_COUNT);
            }
            String left = alphabet.tokens.get(pair.left());
            String right = alphabet.tokens.get(pair.right());
            merges.add(left + ' ' + right);
            merger.merge(pair, alphabet.add(left + right));
        }
        return new BpeVocabulary(alphabet.tokens, merges, Llama3Vocabulary.SPECIAL_31);
    }

    private UserException tooLittleText(int reached) {
        return new UserException(
                "vocab_size: "
                        + vocabSize
                        + " cannot be reached, the text has regularities for "
                        + reached
                        + " tokens only; give more text or set vocab_size to "
                        + reached
                        + " or less");
    }

    /** The tokens so far. The same token may come from two merges; it then keeps its id. */
    private static final class Alphabet {

        private final List<String> tokens = new ArrayList<>();
        private final Map<String, Integer> idOf = new HashMap<>();
        private final int[] idOfByte = new int[BYTES];

        /** Bytes in the order of their symbols, so that token 0 is "!" as in Llama 3. */
        Alphabet() {
            List<String> symbols = new ArrayList<>();
            for (int value = 0; value < BYTES; value++) {
                symbols.add(String.valueOf(ByteAlphabet.symbol(value)));
            }
            symbols.stream().sorted().forEach(this::add);
            for (int value = 0; value < BYTES; value++) {
                idOfByte[value] = idOf.get(symbols.get(value));
            }
        }

        int add(String token) {
            Integer known = idOf.putIfAbsent(token, tokens.size());
            if (known != null) {
                return known;
            }
            tokens.add(token);
            return tokens.size() - 1;
        }
    }
}
