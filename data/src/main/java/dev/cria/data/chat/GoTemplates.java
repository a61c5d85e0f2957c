package dev.cria.data.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Formats in Go's template language, as Ollama's Modelfiles have them. Ollama knows neither trimmed
 * contents nor indented JSON: definitions of tools stand there in one line. It puts SYSTEM at the
 * head of the messages, and llama.cpp adds the first token.
 */
final class GoTemplates {

    private GoTemplates() {}

    /** Null for a format that comes with a model. */
    static String of(ChatFormat format) {
        if (format.name().equals(ChatFormat.MODEL)) {
            return null;
        }
        String place = format.settings().toolsInUserMessage() ? "" : "_system";
        boolean tools = format.name().equals(ChatFormats.LLAMA31_NAME);
        String file = format.name() + (tools ? place : "") + ".gotmpl";
        try (InputStream in = GoTemplates.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("26 Jul 2024", format.settings().dateText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
