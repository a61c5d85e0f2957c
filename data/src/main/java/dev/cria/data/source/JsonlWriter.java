package dev.cria.data.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes one JSON object per line, as {@link DocumentReader} reads it back; gzip by the name. */
public final class JsonlWriter implements DocumentWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedWriter writer;

    /** Creates the file, which must not exist. */
    public JsonlWriter(Path file) {
        this.file = file;
        try {
            OutputStream raw =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            boolean zipped = file.getFileName().toString().endsWith(".gz");
            OutputStream stream = zipped ? new GZIPOutputStream(raw) : raw;
            writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void write(Document document) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", document.id());
        row.put("text", document.text());
        if (!document.url().isEmpty()) {
            row.put("url", document.url());
        }
        row.put("source", document.source());
        if (!document.language().isEmpty()) {
            row.put("language", document.language());
        }
        document.meta().forEach(row::putIfAbsent);
        try {
            writer.write(JSON.writeValueAsString(row));
            writer.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserException failure(IOException e) {
        return new UserException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
