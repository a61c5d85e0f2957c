package dev.cria.recipes.preview;

import dev.cria.data.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A token, or the tokens that spell a character together.
 *
 * @param weight how much predicting it counts; 0 where it carries no loss
 * @param special whether it stands for a mark and not for text
 */
public record Piece(String text, List<Integer> ids, float weight, boolean special) {

    /** A character of UTF-8 has four bytes at most, which are four tokens at most. */
    private static final int MOST_TOKENS = 4;

    public Piece {
        ids = List.copyOf(ids);
    }

    /** Whether it carries loss. */
    public boolean learnt() {
        return weight > 0;
    }

    static List<Piece> of(Tokenizer tokenizer, int[] ids, float[] weights) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < ids.length) {
            int count = 1;
            String text = spelt(tokenizer, ids, at, count);
            while (text == null && count < MOST_TOKENS && at + count < ids.length) {
                text = spelt(tokenizer, ids, at, ++count);
            }
            if (text == null) {
                count = 1;
                text = tokenizer.decode(new int[] {ids[at]});
            }
            OptionalInt named = count == 1 ? tokenizer.tokenId(text) : OptionalInt.empty();
            boolean special =
                    text.startsWith("<|") && named.isPresent() && named.getAsInt() == ids[at];
            List<Integer> all = Arrays.stream(ids, at, at + count).boxed().toList();
            pieces.add(new Piece(text, all, weights[at], special));
            at += count;
        }
        return pieces;
    }

    /** The characters of some tokens; null where they end within one. */
    private static String spelt(Tokenizer tokenizer, int[] ids, int from, int count) {
        byte[] bytes = tokenizer.decodeBytes(Arrays.copyOfRange(ids, from, from + count));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException incomplete) {
            return null;
        }
    }
}
