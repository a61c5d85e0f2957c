package dev.cria.data.chat;

import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text of a template as ids. What the template spells can be a special token; data never is, even
 * where it spells one. Ordinary text around data is one with it, as in the text that others encode.
 */
final class MarkedTokens {

    private final Tokenizer tokenizer;
    private final List<int[]> pieces = new ArrayList<>();
    private final StringBuilder ordinary = new StringBuilder();

    private MarkedTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static int[] of(Text text, Tokenizer tokenizer) {
        MarkedTokens tokens = new MarkedTokens(tokenizer);
        for (Text.Part part : text.parts()) {
            if (part.data()) {
                tokens.ordinary.append(part.text());
            } else {
                tokens.template(part.text());
            }
        }
        tokens.flush();
        return tokens.pieces.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private void template(String text) {
        for (int at = 0; at < text.length(); ) {
            int length = tokenizer.specialAt(text, at);
            if (length == 0) {
                ordinary.append(text.charAt(at));
                at++;
            } else {
                flush();
                pieces.add(new int[] {tokenizer.requireTokenId(text.substring(at, at + length))});
                at += length;
            }
        }
    }

    private void flush() {
        if (ordinary.length() > 0) {
            pieces.add(tokenizer.encodeOrdinary(ordinary.toString()));
            ordinary.setLength(0);
        }
    }
}
