package dev.cria.data.dataset;

import dev.cria.data.batch.Packer;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/** Makes examples of plain text, framed by the tokens for the beginning and the end of text. */
final class TextExamples {

    private final Tokenizer tokenizer;
    private final int beginOfText;
    private final int endOfText;

    TextExamples(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        beginOfText = tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT);
        endOfText = tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT);
    }

    List<TokenizedExample> pieces(String text, String origin, int maxSeqLen) {
        int[] plain = tokenizer.encodeOrdinary(text);
        int[] ids = new int[plain.length + 2];
        ids[0] = beginOfText;
        System.arraycopy(plain, 0, ids, 1, plain.length);
        ids[ids.length - 1] = endOfText;
        boolean[] target = new boolean[ids.length];
        Arrays.fill(target, 1, target.length, plain.length > 0);
        return Packer.cut(new TokenizedExample(ids, target, origin), maxSeqLen);
    }
}
