package dev.cria.data.dataset;

import dev.cria.data.batch.Packer;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/** Plain text for pretraining, framed by the tokens for the beginning and the end of text. */
public final class TextExamples {

    private final Tokenizer tokenizer;
    private final int beginOfText;
    private final int endOfText;

    /**
     * @throws dev.cria.checkpoints.UserException if the tokenizer lacks a special token of Llama 3
     */
    public TextExamples(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        beginOfText = tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT);
        endOfText = tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT);
    }

    /** The ids of a text with its frame. */
    public int[] framed(String text) {
        int[] plain = tokenizer.encodeOrdinary(text);
        int[] ids = new int[plain.length + 2];
        ids[0] = beginOfText;
        System.arraycopy(plain, 0, ids, 1, plain.length);
        ids[ids.length - 1] = endOfText;
        return ids;
    }

    /** Ids of which every one but the first carries loss, cut into pieces if they are too long. */
    public static List<TokenizedExample> pieces(int[] ids, String origin, int maxSeqLen) {
        boolean[] target = new boolean[ids.length];
        Arrays.fill(target, 1, target.length, true);
        return Packer.cut(new TokenizedExample(ids, target, origin), maxSeqLen);
    }
}
