package dev.cria.trainer.generate.json;

import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.TokenSet;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The spellings of all ordinary tokens in order, each with how many bytes it has in common with the
 * one before: a trie laid out flat. What begins with bytes that a form does not allow is passed
 * over together.
 */
public final class TokenSpellings {

    private final int vocabulary;
    private final int[] ids;
    private final byte[][] spellings;
    private final byte[][] byId;
    private final int[] common;
    private final int longest;

    /** Those of a tokenizer. */
    public TokenSpellings(Tokenizer tokenizer) {
        vocabulary = tokenizer.vocabSize();
        List<Integer> found = new ArrayList<>();
        byId = new byte[vocabulary][];
        for (int id = 0; id < vocabulary; id++) {
            byte[] bytes = tokenizer.decodeBytes(new int[] {id});
            if (bytes.length > 0 && !isSpecial(tokenizer, id, bytes)) {
                byId[id] = bytes;
                found.add(id);
            }
        }
        found.sort((a, b) -> Arrays.compareUnsigned(byId[a], byId[b]));
        requireBytes(found);
        ids = found.stream().mapToInt(Integer::intValue).toArray();
        spellings = found.stream().map(id -> byId[id]).toArray(byte[][]::new);
        common = new int[ids.length];
        for (int i = 1; i < ids.length; i++) {
            int at = Arrays.mismatch(spellings[i - 1], spellings[i]);
            common[i] = at < 0 ? spellings[i].length : at;
        }
        longest = Arrays.stream(spellings).mapToInt(s -> s.length).max().orElse(0);
    }

    /** JSON can be completed byte by byte only if bytes are tokens. */
    private void requireBytes(List<Integer> found) {
        long printable =
                found.stream()
                        .filter(id -> byId[id].length == 1 && byId[id][0] >= ' ')
                        .map(id -> byId[id][0])
                        .distinct()
                        .count();
        if (printable < '~' - ' ' + 1) {
            throw new UserException(
                    "the tokenizer lacks tokens of single characters; answers cannot be made JSON");
        }
    }

    /** Special tokens are spelt by their names, which stand for something else. */
    private static boolean isSpecial(Tokenizer tokenizer, int id, byte[] bytes) {
        String text;
        try {
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            text = chars.toString();
        } catch (CharacterCodingException partOfACharacter) {
            return false;
        }
        int[] alone = {id};
        return Arrays.equals(tokenizer.encode(text), alone)
                && !Arrays.equals(tokenizer.encodeOrdinary(text), alone);
    }

    /** The tokens that may follow, and how far from complete a text can be after them. */
    record Allowed(TokenSet tokens, int mostLeft) {}

    /**
     * The tokens that a form allows.
     *
     * @param most bytes that may be missing after the token
     */
    Allowed allowed(Form form, int most) {
        TokenSet set = TokenSet.ofSize(vocabulary);
        Form[] after = new Form[longest + 1];
        after[0] = form;
        int mostLeft = 0;
        Form measured = null;
        int left = 0;
        int valid = 0;
        int i = 0;
        while (i < ids.length) {
            byte[] bytes = spellings[i];
            int depth = Math.min(valid, common[i]);
            while (depth < bytes.length && after[depth] != null) {
                after[depth + 1] = after[depth].step(bytes[depth] & 0xff);
                depth++;
            }
            valid = depth;
            if (after[depth] == null) {
                // Whatever shares these bytes is not allowed either.
                valid = depth - 1;
                i++;
                while (i < ids.length && common[i] >= depth) {
                    i++;
                }
                continue;
            }
            if (after[depth] != measured) {
                measured = after[depth];
                left = measured.shortest();
            }
            if (left <= most) {
                set.add(ids[i]);
                mostLeft = Math.max(mostLeft, left);
            }
            i++;
        }
        return new Allowed(set, mostLeft);
    }

    /** The form after a token; null if it is not allowed. */
    Form after(Form form, int token) {
        Form now = form;
        byte[] spelling = byId[token];
        for (int i = 0; i < spelling.length && now != null; i++) {
            now = now.step(spelling[i] & 0xff);
        }
        return now;
    }
}
