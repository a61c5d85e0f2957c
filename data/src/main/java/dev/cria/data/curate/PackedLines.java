package dev.cria.data.curate;

import dev.cria.data.document.Document;
import dev.cria.data.source.Compression;
import dev.cria.data.source.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Documents as lines of JSON, packed on their own: what several threads have packed makes a whole
 * file when it is put together.
 */
final class PackedLines {

    private static final byte[] NOTHING = new byte[0];

    private PackedLines() {}

    static byte[] of(List<Document> documents, Compression compression) {
        if (documents.isEmpty()) {
            return NOTHING;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = compression.pack(bytes)) {
            JsonLines.write(documents, packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
