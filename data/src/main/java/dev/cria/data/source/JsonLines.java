package dev.cria.data.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Documents as lines of JSON, as {@link JsonlReader} reads them back. */
public final class JsonLines {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonLines() {}

    /** Writes lines, each with its end; the stream stays open. */
    public static void write(Iterable<Document> documents, OutputStream stream) {
        try (JsonGenerator json = JSON.createGenerator(stream)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            for (Document document : documents) {
                write(document, json);
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Document document, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", document.id());
        json.writeStringField("text", document.text());
        if (!document.url().isEmpty()) {
            json.writeStringField("url", document.url());
        }
        json.writeStringField("source", document.source());
        if (!document.language().isEmpty()) {
            json.writeStringField("language", document.language());
        }
        for (Map.Entry<String, String> meta : new TreeMap<>(document.meta()).entrySet()) {
            if (!Columns.PARTS.contains(meta.getKey())) {
                json.writeStringField(meta.getKey(), meta.getValue());
            }
        }
        json.writeEndObject();
    }
}
