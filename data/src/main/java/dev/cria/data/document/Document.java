package dev.cria.data.document;

import java.util.Map;
import java.util.Objects;

/**
 * A text and where it comes from.
 *
 * @param id names the document within its source
 * @param source names the collection; empty if unknown
 * @param language an ISO 639-1 code; empty if unknown
 * @param meta whatever else the source says
 */
public record Document(
        String id, String text, String source, String language, Map<String, String> meta) {

    /** Copies the map; nothing may be null. */
    public Document {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(language, "language");
        meta = Map.copyOf(meta);
    }

    /** A document of which nothing else is known. */
    public static Document of(String id, String text, String source) {
        return new Document(id, text, source, "", Map.of());
    }
}
