package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a template as ids. What the template spells can be a special token; data never is, even
 * where it spells one. Ordinary text around data is one with it, as in the text that others encode.
 */
final class MarkedTokens {

    /** How Llama's special tokens are spelt. */
    static final Pattern SPELLING = Pattern.compile("<\\|[^|<>\\s]{1,64}\\|>");

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
                requireKnown(text, at);
                ordinary.append(text.charAt(at));
                at++;
            } else {
                flush();
                pieces.add(new int[] {tokenizer.requireTokenId(text.substring(at, at + length))});
                at += length;
            }
        }
    }

    /** Spelt out in ordinary tokens, it would be something that the model never saw. */
    private static void requireKnown(String text, int at) {
        Matcher spelt = SPELLING.matcher(text).region(at, text.length());
        if (text.charAt(at) == '<' && spelt.lookingAt()) {
            throw new UserException(
                    "the tokenizer has no token %s, which the chat template writes here; Llama 3.1 has tokens for tools that Llama 3 lacks"
                            .formatted(spelt.group()));
        }
    }

    private void flush() {
        if (ordinary.length() > 0) {
            pieces.add(tokenizer.encodeOrdinary(ordinary.toString()));
            ordinary.setLength(0);
        }
    }
}
