package dev.cria.data.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A text and where it comes from.
 *
 * @param id names the document within its source
 * @param url where it was found; empty if unknown
 * @param source names the collection; empty if unknown
 * @param language an ISO 639-1 code; empty if unknown
 * @param meta whatever else the source says
 */
public record Document(
        String id,
        String text,
        String url,
        String source,
        String language,
        Map<String, String> meta) {

    /** Copies the map; nothing may be null. */
    public Document {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(language, "language");
        meta = Map.copyOf(meta);
    }

    /** A document of which nothing else is known. */
    public static Document of(String id, String text, String source) {
        return new Document(id, text, "", source, "", Map.of());
    }

    /** The same with another text. */
    public Document withText(String changed) {
        return new Document(id, changed, url, source, language, meta);
    }

    /** The same in a language, an ISO 639 code. */
    public Document withLanguage(String code) {
        return new Document(id, text, url, source, code, meta);
    }

    /** The same with one more thing known about it, or with another value for it. */
    public Document withMeta(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(meta);
        more.put(key, value);
        return new Document(id, text, url, source, language, more);
    }
}
