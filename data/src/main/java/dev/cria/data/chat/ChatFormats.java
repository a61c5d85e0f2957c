package dev.cria.data.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The formats that Cria knows by name. */
public final class ChatFormats {

    public static final String LLAMA3_NAME = "llama3";
    public static final String LLAMA31_NAME = "llama3_1";
    public static final String PLAIN_NAME = "plain";

    /** The names. */
    public static final List<String> NAMES = List.of(LLAMA3_NAME, LLAMA31_NAME, PLAIN_NAME);

    /** The format of Llama 3 as it comes. */
    public static final ChatFormat LLAMA3 = named(LLAMA3_NAME, TemplateSettings.DEFAULT);

    private ChatFormats() {}

    /**
     * The format with a name that writes as a model's template does; the template itself where
     * there is none. Llama 3's own template leaves tools out, so that only words are compared.
     */
    static ChatFormat recognised(ChatFormat found) {
        ChatFormat newer = named(LLAMA31_NAME, found.settings());
        if (newer.isAs(found)) {
            return newer;
        }
        ChatFormat older = named(LLAMA3_NAME, found.settings());
        return Fingerprint.ofWords(older).equals(Fingerprint.ofWords(found)) ? older : found;
    }

    /**
     * A format.
     *
     * @param name one of {@link #NAMES}
     */
    public static ChatFormat named(String name, TemplateSettings settings) {
        String file = name + ".jinja";
        try (InputStream in = ChatFormats.class.getResourceAsStream(file)) {
            String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ChatFormat(name, template, file, ChatFormat.Specials.LLAMA3, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
