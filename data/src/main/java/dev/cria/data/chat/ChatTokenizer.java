package dev.cria.data.chat;

import dev.cria.data.tokenizer.Tokenizer;
import java.util.OptionalInt;

/**
 * A tokenizer together with the format of its model's conversations, as transformers keeps them:
 * whoever has the one has the other.
 */
public record ChatTokenizer(Tokenizer tokenizer, ChatFormat format) implements Tokenizer {

    /** The format that a tokenizer was opened with; Llama 3's where there is none. */
    public static ChatFormat formatOf(Tokenizer tokenizer) {
        return tokenizer instanceof ChatTokenizer chat ? chat.format : ChatFormats.LLAMA3;
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public int[] encodeOrdinary(String text) {
        return tokenizer.encodeOrdinary(text);
    }

    @Override
    public int specialAt(String text, int at) {
        return tokenizer.specialAt(text, at);
    }

    @Override
    public byte[] decodeBytes(int[] ids) {
        return tokenizer.decodeBytes(ids);
    }

    @Override
    public int vocabSize() {
        return tokenizer.vocabSize();
    }

    @Override
    public OptionalInt tokenId(String token) {
        return tokenizer.tokenId(token);
    }

    @Override
    public String fingerprint() {
        return tokenizer.fingerprint();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
