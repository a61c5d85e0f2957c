package dev.cria.data.tokenizer;

import dev.cria.checkpoints.UserException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Text to token ids and back. Implementations are safe for use by several threads until closed.
 *
 * <p>Neither way of encoding adds a beginning-of-text token. Text that is not valid UTF-16 (a lone
 * surrogate) is encoded as U+FFFD.
 */
public interface Tokenizer extends AutoCloseable {

    /** Encodes text in which the spelling of a special token stands for that token. */
    int[] encode(String text);

    /**
     * Encodes text in which the spelling of a special token is ordinary text. Whatever a user wrote
     * goes this way, so that it can never forge the end of a turn.
     */
    int[] encodeOrdinary(String text);

    /**
     * How many characters the special token has that is spelt at a place of a text: the longest, or
     * 0 for none.
     */
    int specialAt(String text, int at);

    /**
     * The UTF-8 bytes that the tokens spell, special tokens as their names. A character may be cut
     * at either end: streaming output keeps an incomplete tail until its next token.
     */
    byte[] decodeBytes(int[] ids);

    /** The text that the tokens spell; malformed UTF-8 becomes U+FFFD. */
    default String decode(int[] ids) {
        return new String(decodeBytes(ids), StandardCharsets.UTF_8);
    }

    /** One more than the largest id, special tokens included. */
    int vocabSize();

    /** The id of a special token by its name, or of an ordinary one by its byte-level spelling. */
    OptionalInt tokenId(String token);

    /**
     * As {@link #tokenId}.
     *
     * @throws UserException if the vocabulary lacks the token
     */
    default int requireTokenId(String token) {
        return tokenId(token)
                .orElseThrow(
                        () ->
                                new UserException(
                                        "the tokenizer has no token "
                                                + token
                                                + "; use the tokenizer of a Llama 3 model"));
    }

    /** SHA-256 of the tokenizer.json that defines this tokenizer, in hexadecimal. */
    String fingerprint();

    @Override
    void close();
}
