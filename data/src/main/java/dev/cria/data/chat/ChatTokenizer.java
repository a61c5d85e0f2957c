package dev.cria.data.chat;

import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A tokenizer together with the format of its model's conversations, as transformers keeps them:
 * whoever has the one has the other. The format is read when it is first asked for.
 */
public final class ChatTokenizer implements Tokenizer {

    private final Tokenizer tokenizer;
    private final Supplier<ChatFormat> reading;
    private ChatFormat format;

    private ChatTokenizer(Tokenizer tokenizer, Supplier<ChatFormat> reading) {
        this.tokenizer = tokenizer;
        this.reading = reading;
    }

    /** A tokenizer, which this one closes, with a format. */
    public static ChatTokenizer of(Tokenizer tokenizer, ChatFormat format) {
        return new ChatTokenizer(tokenizer, () -> format);
    }

    /**
     * Opens the tokenizer of a model.
     *
     * @param adapters folders of what was trained on the model, the latest last
     */
    public static ChatTokenizer open(Path model, List<Path> adapters, TemplateChoice choice) {
        List<Path> trained = List.copyOf(adapters);
        return new ChatTokenizer(Tokenizers.load(model), () -> choice.of(model, trained));
    }

    /** The format that a tokenizer was opened with; Llama 3's where there is none. */
    public static ChatFormat formatOf(Tokenizer tokenizer) {
        return tokenizer instanceof ChatTokenizer chat ? chat.format() : ChatFormats.LLAMA3;
    }

    private synchronized ChatFormat format() {
        format = format == null ? reading.get() : format;
        return format;
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
