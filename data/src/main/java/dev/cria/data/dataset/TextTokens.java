package dev.cria.data.dataset;

import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;

/** Plain texts as they are trained on: beginning of text, the text, end of text. */
public final class TextTokens {

    /** Goes up whenever the same texts would give other ids than before. */
    public static final String VERSION = "1";

    private final Tokenizer tokenizer;
    private final int beginOfText;
    private final int endOfText;

    /**
     * @throws dev.cria.checkpoints.UserException if the tokenizer lacks a special token of Llama 3
     */
    public TextTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        beginOfText = tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT);
        endOfText = tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT);
    }

    /** The tokenizer. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The ids of a text between both marks; any thread may ask. */
    public int[] of(String text) {
        int[] plain = tokenizer.encodeOrdinary(text);
        int[] ids = new int[plain.length + 2];
        ids[0] = beginOfText;
        System.arraycopy(plain, 0, ids, 1, plain.length);
        ids[ids.length - 1] = endOfText;
        return ids;
    }
}
